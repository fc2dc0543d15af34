"""`make screenshots`: screenshots of every page in every state, with the demo tickets, in var/screenshots."""

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools import backend, console, environment, frontend, locks, python_packages, system_programs
from tools.paths import BACKEND, PYTHON, ROOT
from tools.postgres import cluster, database

FOLDER = ROOT / "var" / "screenshots"


def main(arguments: list[str]) -> int:
    """Take all, or the states whose names start with an argument. `readme` takes the README's screenshots instead."""
    environ = environment.hermetic()
    console.line("Quietdesk, screenshots")
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = frontend.ensure_packages(environ)
        frontend.ensure_built(environ)
        backend.ensure_static(environ)
        system_programs.ensure(environ)
    environ["PLAYWRIGHT_NODEJS_PATH"] = shutil.which("node", path=environ["PATH"]) or ""
    with tempfile.TemporaryDirectory(prefix="quietdesk-screenshots-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)
        server = stack.enter_context(cluster.running(environ, folder / "postgres", durable=False))
        environ |= {
            "DATABASE_URL": database.ensure(server, "quietdesk", may_create=True),
            "STATE_DIR": str(folder / "state"),
            "PYTHONPATH": str(ROOT),
            "LOG_LEVEL": "ERROR",
            "SCREENSHOTS": str(FOLDER),
        }
        command = [str(PYTHON), "-m", "tests.e2e.screenshots", *arguments]
        return subprocess.run(command, cwd=BACKEND, env=environ, check=False).returncode
