"""How large what we add to a base image is: the layers of a Dockerfile's last stage."""

import os
import re

from tools.paths import ROOT
from tools.stack import engine

DOCKERFILES = {
    "db": "db/Dockerfile",
    "ollama": "ollama/Dockerfile",
    "backend": "backend/Dockerfile",
    "web": "nginx/Dockerfile",
}


def sizes(part: str) -> tuple[int, int]:
    """Bytes of our own layers, and of the whole image."""
    image = f"quietdesk-{part}:{os.environ['QUIETDESK_VERSION']}"
    steps = [int(size) for size in engine.docker("history", "--human=false", "--format", "{{.Size}}", image).split()]
    return sum(steps[: _steps(part)]), sum(steps)


def _steps(part: str) -> int:
    """Instructions after the last FROM: each is one line of the history, which begins with the newest."""
    text = (ROOT / DOCKERFILES[part]).read_text(encoding="utf-8").replace("\\\n", "")
    stage = re.split(r"^FROM .*$", text, flags=re.MULTILINE)[-1]
    return len(re.findall(r"^[A-Z]+ ", stage, flags=re.MULTILINE))
