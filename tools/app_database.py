"""The database of a command: the one that DATABASE_URL names, or our own for as long as the command lasts."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.paths import shown
from tools.postgres import cluster, database, server_user


@dataclass(frozen=True)
class Database:
    """The address for the application, and what a person is told; process and log only where the server is ours."""

    address: str
    told: str
    process: subprocess.Popen[bytes] | None = None
    log: Path | None = None


@contextmanager
def opened(environ: Mapping[str, str], state: Path, name: str) -> Iterator[Database]:
    """Raises Problem when our own server cannot be started; a database of one's own is never touched here."""
    if given := given_address(environ):
        yield Database(given, "the one that DATABASE_URL names")
        return
    home = server_user.home(state)
    with cluster.running(environ, home) as server:
        told = f"PostgreSQL {server.binaries.version}, data in {shown(home)}"
        yield Database(database.ensure(server, name), told, server.process, server.log)


def given_address(environ: Mapping[str, str]) -> str:
    """DATABASE_URL; empty counts as not given."""
    return environ.get("DATABASE_URL", "").strip()
