"""One PostgreSQL server: initialised on first use, run as our child, and reachable over a unix socket only."""

import contextlib
import hashlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools import processes
from tools.errors import ToolError
from tools.paths import display_path
from tools.postgres import binaries as programs
from tools.postgres import initdb, server_user, stale_server
from tools.postgres.binaries import Binaries

MAX_SOCKET_FOLDER = 85  # bytes: a socket's whole path must stay under 104 (macOS) or 108 (Linux)
START_TIMEOUT = 120.0  # seconds until it accepts connections, crash recovery included

# Statements and error details contain ticket text, so neither is logged.
LOG_PRIVACY = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length_on_error": "0",
}
# Faster, for a cluster that is deleted after a test run.
NON_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """A running server: its installation, its folder, the folder of its socket, and its process."""

    binaries: Binaries
    home: Path
    socket_folder: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> Path:
        return self.home / "log"


@contextlib.contextmanager
def running(environ: Mapping[str, str], home: Path, *, durable: bool = True) -> Iterator[Cluster]:
    """Run the server of a folder, which is initialised when empty, until the block ends.

    Raises ToolError when it cannot be started; the message quotes the server's error.
    """
    home.mkdir(parents=True, exist_ok=True)
    data = home / "data"
    chosen = server_user.make_runnable(programs.for_data_folder(environ, data), copies=home)
    if not data.exists():
        initdb.create(chosen, home, data, durable=durable)
    server_user.require_private(data)
    folder = socket_folder(data)
    stale_server.remove(data, folder)
    settings = {
        "port": "5432",  # only a part of the socket's name
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "timezone": "UTC",
        "log_timezone": "UTC",
        **LOG_PRIVACY,
        **({} if durable else NON_DURABLE),
    }
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = home / "log"
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        process = processes.start(
            [chosen.program("postgres"), "-D", data, *arguments],
            environ=initdb.minimal_environment(environ),
            cwd=data,
            log=file,
            on_parent_death=signal.SIGINT,
            popen_options=server_user.popen_options(),
        )
    cluster = Cluster(chosen, home, folder, process)
    try:
        _wait_until_ready(cluster)
        yield cluster
    finally:
        processes.stop(process, (signal.SIGINT, 30), (signal.SIGQUIT, 10))


def superuser_sql(cluster: Cluster, sql: str, *, database: str = "postgres") -> None:
    """Run SQL as the superuser, whose password only this command knows. Raises ToolError with psql's error."""
    result = subprocess.run(
        [cluster.binaries.program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"],
        input=sql,
        env={
            "PATH": os.defpath,
            "PGHOST": str(cluster.socket_folder),
            "PGUSER": initdb.SUPERUSER,
            "PGPASSWORD": initdb.superuser_password(cluster.home),
            "PGDATABASE": database,
        },
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise ToolError(f"the database could not be prepared: {' '.join(result.stderr.split())}.")


def socket_folder(data: Path) -> Path:
    """The data folder itself, or a private folder in /tmp when the path is too long for a unix socket."""
    if len(os.fsencode(data)) <= MAX_SOCKET_FOLDER:
        return data
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"quietdesk-{name}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        server_user.chown(folder)
    server_user.require_private(folder)
    return folder


def _wait_until_ready(cluster: Cluster) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while cluster.process.poll() is None and time.monotonic() < deadline:
        ready = subprocess.run(
            [cluster.binaries.program("pg_isready"), "-q", "-h", cluster.socket_folder],
            env={"PATH": os.defpath},
            cwd="/",
            check=False,
        )
        if ready.returncode == 0:
            return
        time.sleep(0.05)
    lines = cluster.log.read_text(encoding="utf-8", errors="replace").splitlines()
    last = next(
        (line for line in reversed(lines) if "FATAL" in line or "PANIC" in line),
        lines[-1] if lines else "no output",
    )
    raise ToolError(f"PostgreSQL did not start: {last} (more in {display_path(cluster.log)}).")
