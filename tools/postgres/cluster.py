"""One PostgreSQL server: made on first use, started as our child, reached over a unix socket only, stopped with us."""

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
from tools.errors import Problem
from tools.paths import shown
from tools.postgres import binaries as programs
from tools.postgres import initdb, server_user, stale_server
from tools.postgres.binaries import Binaries

LONGEST_SOCKET_FOLDER = 85  # bytes: a socket's whole path must stay under 104 (macOS) or 108 (Linux)
PATIENCE = 120.0  # seconds to accept connections, crash recovery included

# What a statement or an error message quotes is ticket text, so neither reaches the log.
QUIET = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length_on_error": "0",
}
# For a cluster that is thrown away with its test run.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """A running server: its programs, its folder, and the folder of its socket."""

    binaries: Binaries
    home: Path
    socket_folder: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> Path:
        return self.home / "log"


@contextlib.contextmanager
def running(environ: Mapping[str, str], home: Path, *, hasty: bool = False) -> Iterator[Cluster]:
    """Start the server of a folder, made first when it is empty, and stop it at the end.

    Raises Problem when it cannot be started; what the server said about it is part of the message.
    """
    home.mkdir(parents=True, exist_ok=True)
    data = home / "data"
    chosen = server_user.reachable(programs.for_data(environ, data), copies=home)
    if not data.exists():
        initdb.make(chosen, home, data, hasty=hasty)
    server_user.check_own(data)
    folder = socket_folder(data)
    stale_server.clear(data, folder)
    settings = {
        "port": "5432",  # a part of the socket's name, no more
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "timezone": "UTC",
        "log_timezone": "UTC",
        **QUIET,
        **(HASTY if hasty else {}),
    }
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = home / "log"
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        process = processes.start(
            [chosen.program("postgres"), "-D", data, *arguments],
            environ=initdb.bare(environ),
            cwd=data,
            log=file,
            on_parent_death=signal.SIGINT,
            as_user=server_user.as_user(),
        )
    cluster = Cluster(chosen, home, folder, process)
    try:
        _wait_until_ready(cluster)
        yield cluster
    finally:
        processes.stop(process, (signal.SIGINT, 30), (signal.SIGQUIT, 10))


def superuser_sql(cluster: Cluster, sql: str, *, database: str = "postgres") -> None:
    """Run SQL as the superuser, whose password never leaves the launcher. Raises Problem with psql's words."""
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
        raise Problem(f"the database could not be prepared: {' '.join(result.stderr.split())}.")


def socket_folder(data: Path) -> Path:
    """The data folder itself, which only its owner may enter; one of that kind in /tmp when its path is too long."""
    if len(os.fsencode(data)) <= LONGEST_SOCKET_FOLDER:
        return data
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"quietdesk-{name}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        server_user.give(folder)
    server_user.check_own(folder)
    return folder


def _wait_until_ready(cluster: Cluster) -> None:
    until = time.monotonic() + PATIENCE
    while cluster.process.poll() is None and time.monotonic() < until:
        ready = subprocess.run(
            [cluster.binaries.program("pg_isready"), "-q", "-h", cluster.socket_folder],
            env={"PATH": os.defpath},
            cwd="/",
            check=False,
        )
        if ready.returncode == 0:
            return
        time.sleep(0.05)
    words = cluster.log.read_text(encoding="utf-8", errors="replace").splitlines()
    last = next(
        (line for line in reversed(words) if "FATAL" in line or "PANIC" in line),
        words[-1] if words else "it said nothing",
    )
    raise Problem(f"PostgreSQL did not start: {last} (more in {shown(cluster.log)}).")
