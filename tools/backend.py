"""Runs Django's commands and its production server."""

import http.client
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from tools import processes
from tools.errors import Problem
from tools.paths import BACKEND, PYTHON
from tools.ports import HOST
from tools.run_logged import run_logged

PATIENCE = 90.0  # seconds for the server's first answer
# Requests in flight are finished first; server/gunicorn.py gives them less than this.
GRACE = 60.0


def manage(environ: Mapping[str, str], *arguments: str, failing: str, log: Path) -> str:
    """Returns what the command printed. Raises Problem with `failing` when it fails."""
    return run_logged([PYTHON, "manage.py", *arguments], failing=failing, log=log, cwd=BACKEND, environ=environ)


def serve(environ: Mapping[str, str], port: int) -> subprocess.Popen[bytes]:
    """The production server on the port, started but perhaps not answering yet."""
    return processes.start(
        [PYTHON, "-m", "gunicorn", "--config", "server/gunicorn.py"],
        environ={**environ, "BIND": f"{HOST}:{port}", "PYTHONUNBUFFERED": "1"},
        cwd=BACKEND,
    )


def wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    """Raises Problem when the server ends, or does not say within the patience that it is ready."""
    until = time.monotonic() + PATIENCE
    answer = "no answer"
    while process.poll() is None and time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=10)
            connection.request("GET", "/readyz")
            answer = f"status {connection.getresponse().status}"
            if answer == "status 200":
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    if process.poll() is not None:
        raise Problem("the server ended while it started; its own words are above.")
    raise Problem(f"the server did not become ready within {PATIENCE:.0f} seconds (/readyz: {answer}).")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Finish what is in flight; at once when asked a second time."""
    processes.stop(process, (signal.SIGTERM, GRACE), (signal.SIGQUIT, 5))
