"""Runs Django's commands and the production server."""

import http.client
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from tools import build_stamps, console, processes
from tools.errors import ToolError
from tools.paths import BACKEND, LOGS, PYTHON, STAMPS
from tools.ports import HOST
from tools.run_logged import run_logged
from tools.server_address import ServerAddress

START_TIMEOUT = 90.0  # seconds until the server is ready
# Longer than the graceful timeout in server/gunicorn.py, in which requests in flight are finished.
STOP_TIMEOUT = 60.0
# The exit status of `migrate` for a database that it does not take (backend/postgres/management/commands/migrate.py).
DATABASE_REFUSED = 3


def manage(environ: Mapping[str, str], *arguments: str, failure: str, log: Path) -> str:
    """Run manage.py. Returns its output; raises ToolError with `failure` when it fails."""
    command: list[str | Path] = [PYTHON, "manage.py", *arguments]
    return run_logged(command, failure=failure, log=log, cwd=BACKEND, environ=environ, refused=DATABASE_REFUSED)


def ensure_static(environ: Mapping[str, str]) -> None:
    """Collect the static files of the admin and of the API's documentation page, unless they are current."""
    sources = [BACKEND / "requirements.txt", *BACKEND.glob("*/static")]
    stamp, value = STAMPS / "static", build_stamps.digest(sources, environ.get("STATIC_ROOT", ""))
    folder = Path(environ.get("STATIC_ROOT", "").strip() or BACKEND / "static")
    with console.step("Static") as step:
        if build_stamps.is_current(stamp, value) and folder.is_dir():
            step.done("collected")
            return
        step.doing("collecting static files")
        manage(
            environ,
            *("collectstatic", "--noinput", "--clear", "--verbosity", "0"),
            failure="could not collect the static files",
            log=LOGS / "collectstatic.log",
        )
        build_stamps.write(stamp, value)
        step.done()


def check_settings(environ: Mapping[str, str], address: ServerAddress) -> None:
    """Raises ToolError where the server would refuse to start: a wrong value, or a desk open to other machines."""
    command: list[str | Path] = [PYTHON, "-c", "from server.gunicorn import on_starting; on_starting(None)"]
    checked = subprocess.run(
        command, env={**environ, "BIND": address.bind}, cwd=BACKEND, capture_output=True, text=True, check=False
    )
    if checked.returncode:
        raise ToolError(checked.stderr.strip().rpartition("\n")[2].removeprefix("quietdesk: "))


def start_server(environ: Mapping[str, str], port: int, host: str = HOST) -> subprocess.Popen[bytes]:
    """Start the production server on the port. It may not answer yet."""
    return processes.start(
        [PYTHON, "-m", "gunicorn", "--config", "server/gunicorn.py"],
        environ={**environ, "BIND": ServerAddress(host, port).bind, "PYTHONUNBUFFERED": "1"},
        cwd=BACKEND,
    )


def wait_until_ready(process: subprocess.Popen[bytes], port: int, host: str = HOST) -> None:
    """Raises ToolError when the server exits, or when /readyz does not answer 200 in time."""
    deadline = time.monotonic() + START_TIMEOUT
    answer = "no answer"
    while process.poll() is None and time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection(host, port, timeout=10)
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
        raise ToolError("the server exited during its start; its own output is above.")
    raise ToolError(f"the server did not become ready within {START_TIMEOUT:.0f} seconds (/readyz: {answer}).")


def stop_server(process: subprocess.Popen[bytes]) -> None:
    """Stop gracefully; a repeated Ctrl-C stops at once."""
    processes.stop(process, (signal.SIGTERM, STOP_TIMEOUT), (signal.SIGQUIT, 5))
