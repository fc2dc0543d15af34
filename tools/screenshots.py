"""`make screenshots`: every page in every state, served from the demonstration's tickets, in var/screenshots."""

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools import console, environment, frontend, locks, python_packages, system_programs
from tools.paths import BACKEND, PYTHON, ROOT
from tools.postgres import cluster, database

FOLDER = ROOT / "var" / "screenshots"


def main(arguments: list[str]) -> int:
    """Takes all, or the states whose names begin as the arguments do; `readme`: the pictures of the README instead."""
    environ = environment.hermetic()
    console.line("Quietdesk, screenshots")
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = frontend.ensure_modules(environ)
        frontend.ensure_built(environ)
        frontend.ensure_static(environ)
        system_programs.ensure(environ)
    environ["PLAYWRIGHT_NODEJS_PATH"] = shutil.which("node", path=environ["PATH"]) or ""
    with tempfile.TemporaryDirectory(prefix="quietdesk-screenshots-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)
        server = stack.enter_context(cluster.running(environ, folder / "postgres", hasty=True))
        environ |= {
            "DATABASE_URL": database.ensure(server, "quietdesk", may_create=True),
            "STATE_DIR": str(folder / "state"),
            "PYTHONPATH": str(ROOT),
            "LOG_LEVEL": "ERROR",
            "SCREENSHOTS": str(FOLDER),
        }
        command = [str(PYTHON), "-m", "tests.e2e.screenshots", *arguments]
        return subprocess.run(command, cwd=BACKEND, env=environ, check=False).returncode
