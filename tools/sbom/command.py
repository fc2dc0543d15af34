"""`make sbom`: writes the bill of materials; `make check` finds drift, and `make bundle` refuses a stale one."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools import console, environment, frontend, locks, python_packages
from tools.errors import ToolError
from tools.paths import FRONTEND, PYTHON, ROOT, display_path
from tools.sbom import document, images, packages

SBOM = ROOT / "docs" / "sbom.cdx.json"
VALIDATE = Path(__file__).with_name("validate.py")
STALE = f"{display_path(SBOM)} is not what the lock files and Dockerfiles give: run `make sbom`."


def main() -> int:
    environ = environment.hermetic()
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = frontend.ensure_packages(environ)
    with console.step("SBOM") as step:
        step.doing(f"writing {display_path(SBOM)}")
        _write(environ, SBOM)
        step.done()
    return 0


def drift(environ: Mapping[str, str]) -> list[str]:
    """A finding when the file is not what would be written now, or what would be written is not valid."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / SBOM.name
        try:
            _write(environ, fresh)
        except ToolError as error:
            return str(error).splitlines()
        return [] if SBOM.exists() and SBOM.read_bytes() == fresh.read_bytes() else [STALE]


def require_current() -> None:
    """Raises ToolError when the file lacks a version that a lock file or Dockerfile names; needs nothing installed."""
    named = {one.get("purl") for one in json.loads(SBOM.read_text(encoding="utf-8"))["components"]}
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = {images.base(image)["purl"] for image in images.DOCKERFILES}
    wanted |= {one.purl for one in packages.locked("backend") if not one.marker}
    wanted |= {one.purl for one in packages.locked("classifier")}
    for name in lock[""]["dependencies"]:
        wanted.add(f"pkg:npm/{name.replace('@', '%40')}@{lock[f'node_modules/{name}']['version']}")
    if not wanted <= named:
        raise ToolError(f"{STALE[:-1]} (it lacks {', '.join(sorted(wanted - named))}).")


def _write(environ: Mapping[str, str], target: Path) -> None:
    target.write_text(document.make(environ), encoding="utf-8")
    result = subprocess.run([PYTHON, VALIDATE, target], env=dict(environ), capture_output=True, text=True, check=False)
    if result.returncode:
        raise ToolError(result.stderr.strip())
