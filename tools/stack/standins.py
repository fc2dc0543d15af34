"""Builds stand-ins: of the base images when no registry is reachable, and always of the model server."""

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
# The first is the base of the others.
BASES = ("python", "node", "nginx", "postgres")
MODEL_SERVER = "quietdesk-standin-ollama"


def build_bases() -> None:
    """Build each under the name of the image that it replaces, unless the engine has the real one."""
    for folder in BASES:
        name = replaced_image(folder)
        if is_real(name):
            continue
        build(folder, name)


def build_model_server() -> str:
    """Build a model server with Ollama's API and without a model. Returns the image's name."""
    build("ollama", MODEL_SERVER)
    return MODEL_SERVER


def replaced_image(folder: str) -> str:
    text = (FOLDER / folder / "Dockerfile").read_text(encoding="utf-8")
    match = re.search(r'^LABEL quietdesk\.standin="([^"]+)"$', text, re.MULTILINE)
    if match is None:
        raise ToolError(f"{display_path(FOLDER / folder / 'Dockerfile')} has no label for the image that it replaces.")
    return match[1]


def is_real(name: str) -> bool:
    """Whether the engine has an image of this name that is not a stand-in."""
    label = ["docker", "image", "inspect", "--format", '{{index .Config.Labels "quietdesk.standin"}}', name]
    found = subprocess.run(label, capture_output=True, text=True, check=False)
    return found.returncode == 0 and not found.stdout.strip()


def build(folder: str, name: str) -> None:
    with console.step("Stand-in") as step, _context(folder) as context:
        step.doing(f"building {name}")
        # Older engines use the legacy builder by default.
        engine.docker("build", "--quiet", "--tag", name, context, environ={**os.environ, "DOCKER_BUILDKIT": "1"})
        step.done()


@contextmanager
def _context(folder: str) -> Iterator[Path]:
    """The build context: the folder, this machine's certificate authorities, and the stand-in model server."""
    with tempfile.TemporaryDirectory(prefix="standin-") as name:
        context = Path(name)
        shutil.copytree(FOLDER / folder, context, dirs_exist_ok=True)
        shutil.copy(AUTHORITIES, context)
        no_caches = shutil.ignore_patterns("__pycache__")
        shutil.copytree(BACKEND / "testing" / "model_servers", context / "model_servers", ignore=no_caches)
        for package in ("triage", "embedding"):
            shutil.copytree(BACKEND / package, context / package, ignore=no_caches)
        yield context
