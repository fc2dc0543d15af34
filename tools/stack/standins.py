"""Builds local stand-ins: for the base images where no registry can be reached, and for the model server always."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import console
from tools.errors import ToolError
from tools.paths import BACKEND, ROOT, display_path
from tools.stack import engine

FOLDER = ROOT / "tools" / "stack" / "standins"
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
# The others are built upon the first.
BASES = ("python", "node", "nginx", "postgres")
MODEL_SERVER = "quietdesk-standin-ollama"


def build_bases() -> None:
    """Each under the name of the image that it stands in for, unless the real one is there."""
    for folder in BASES:
        name = stands_in_for(folder)
        if is_real(name):
            continue
        build(folder, name)


def build_model_server() -> str:
    """A model server that speaks Ollama's protocol and holds no model; returns its own name."""
    build("ollama", MODEL_SERVER)
    return MODEL_SERVER


def stands_in_for(folder: str) -> str:
    text = (FOLDER / folder / "Dockerfile").read_text(encoding="utf-8")
    match = re.search(r'^LABEL quietdesk\.standin="([^"]+)"$', text, re.MULTILINE)
    if match is None:
        raise ToolError(f"{display_path(FOLDER / folder / 'Dockerfile')} does not say what it stands in for.")
    return match[1]


def is_real(name: str) -> bool:
    """Whether the engine has an image of this name that is no stand-in."""
    label = ["docker", "image", "inspect", "--format", '{{index .Config.Labels "quietdesk.standin"}}', name]
    found = subprocess.run(label, capture_output=True, text=True, check=False)
    return found.returncode == 0 and not found.stdout.strip()


def build(folder: str, name: str) -> None:
    with console.step("Stand-in") as step, _context(folder) as context:
        step.doing(f"building {name}")
        # Older engines would take their first builder otherwise, which knows less.
        engine.docker("build", "--quiet", "--tag", name, context, environ={**os.environ, "DOCKER_BUILDKIT": "1"})
        step.done()


@contextmanager
def _context(folder: str) -> Iterator[Path]:
    """What the build may see: the folder, this machine's certificate authorities, and the tests' model server."""
    with tempfile.TemporaryDirectory(prefix="standin-") as name:
        context = Path(name)
        shutil.copytree(FOLDER / folder, context, dirs_exist_ok=True)
        shutil.copy(AUTHORITIES, context)
        no_caches = shutil.ignore_patterns("__pycache__")
        shutil.copytree(BACKEND / "testing" / "model_servers", context / "model_servers", ignore=no_caches)
        shutil.copytree(BACKEND / "triage", context / "triage", ignore=no_caches)
        yield context
