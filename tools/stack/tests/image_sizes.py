"""The sizes of our images, and of the layers that we add to the base images."""

import os
import re

from tools.paths import ROOT
from tools.stack import engine

DOCKERFILES = {
    "db": "db/Dockerfile",
    "ollama": "ollama/Dockerfile",
    "classifier": "classifier/Dockerfile",
    "backend": "backend/Dockerfile",
    "web": "nginx/Dockerfile",
}


def sizes(service: str) -> tuple[int, int]:
    """Bytes of our layers, and of the whole image."""
    image = f"quietdesk-{service}:{os.environ['QUIETDESK_VERSION']}"
    steps = [int(size) for size in engine.docker("history", "--human=false", "--format", "{{.Size}}", image).split()]
    return sum(steps[: _steps(service)]), sum(steps)


def _steps(service: str) -> int:
    """The number of instructions after the last FROM. Each is a line of the history, newest first."""
    text = (ROOT / DOCKERFILES[service]).read_text(encoding="utf-8").replace("\\\n", "")
    stage = re.split(r"^FROM .*$", text, flags=re.MULTILINE)[-1]
    return len(re.findall(r"^[A-Z]+ ", stage, flags=re.MULTILINE))
