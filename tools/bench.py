"""`make bench`: measures on a database and a server of its own, on loopback. The desk's data is not touched."""

import contextlib
import subprocess
import tempfile
from pathlib import Path

from tools import backend, console, environment, frontend, locks, python_packages, weights
from tools.paths import BACKEND, PYTHON, ROOT
from tools.postgres import cluster, database


def main(arguments: list[str]) -> int:
    """Run backend/bench with the arguments. Returns its exit status."""
    environ = environment.hermetic()
    console.line("Quietdesk, bench")
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = frontend.ensure_packages(environ)
        frontend.ensure_built(environ)
        backend.ensure_static(environ)
        weights.ensure(environ)
    with tempfile.TemporaryDirectory(prefix="quietdesk-bench-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)
        # Durable, as in production: the cost of fsync is part of what is measured.
        server = stack.enter_context(cluster.running(environ, folder / "postgres"))
        environ |= {
            "DATABASE_URL": database.ensure(server, "quietdesk", may_create=True),
            "STATE_DIR": str(folder / "state"),
            "PYTHONPATH": str(ROOT),
            "LOG_LEVEL": "ERROR",
        }
        return subprocess.run([PYTHON, "-m", "bench", *arguments], cwd=BACKEND, env=environ, check=False).returncode
