"""The virtual environment and the Python packages in it, pinned and hashed."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tools import build_stamps, console, machine
from tools.paths import BACKEND, PYTHON, ROOT, STAMPS, VENV, shown
from tools.run_logged import run_logged

LOGS = VENV / "logs"
# Each file holds everything of the ones before it, at the same versions.
PRODUCTION, LOCAL, DEV = (BACKEND / f"requirements{suffix}.txt" for suffix in ("", "-local", "-dev"))


def ensure(environ: Mapping[str, str], requirements: Path) -> None:
    """Make .venv hold the packages of one requirements file; packages beyond it are left alone."""
    with console.step("Python") as step:
        if _works():
            step.done(f"virtual environment {shown(VENV)}")
        else:
            machine.require_venv()
            step.doing(f"making the virtual environment {shown(VENV)}")
            shutil.rmtree(VENV, ignore_errors=True)
            _make_venv(environ)
            step.done()
    with console.step("Packages") as step:
        count = sum("==" in line for line in requirements.read_text(encoding="utf-8").splitlines())
        if _installed(requirements):
            step.done(f"{count} Python packages")
            return
        step.doing(f"installing {count} Python packages")
        install(environ, requirements, failing="could not install the Python packages")
        for smaller in (PRODUCTION, LOCAL, DEV):
            build_stamps.write(_stamp(smaller), build_stamps.digest([smaller]))
            if smaller == requirements:
                break
        step.done()


def install(environ: Mapping[str, str], requirements: Path, *, failing: str) -> None:
    run_logged(
        [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r", requirements],
        failing=failing,
        log=LOGS / f"{requirements.stem}.log",
        cwd=ROOT,
        environ=environ,
    )


def wanted_to_run(environ: Mapping[str, str]) -> Path:
    """What serving needs: with a database of one's own, or where no build of it fits, no embedded PostgreSQL."""
    own = any(environ.get(name, "").strip() for name in ("DATABASE_URL", "POSTGRES_BIN"))
    return PRODUCTION if own or not machine.embedded_postgres_fits() else LOCAL


def _make_venv(environ: Mapping[str, str]) -> None:
    run_logged(
        [sys.executable, "-m", "venv", VENV],
        failing="could not make the virtual environment",
        log=ROOT / "var" / "logs" / "venv.log",
        cwd=ROOT,
        environ=environ,
    )


def _works() -> bool:
    """False too when the Python it was made with has been removed or upgraded away."""
    try:
        return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _installed(requirements: Path) -> bool:
    return build_stamps.current(_stamp(requirements), build_stamps.digest([requirements]))


def _stamp(requirements: Path) -> Path:
    return STAMPS / requirements.stem
