"""The application's database during a command: the one in DATABASE_URL, or an embedded PostgreSQL of our own."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.paths import display_path
from tools.postgres import cluster, database, server_user


@dataclass(frozen=True)
class Database:
    """Its URL, and its description for the user. Process and log are set only when the server is ours."""

    url: str
    description: str
    process: subprocess.Popen[bytes] | None = None
    log: Path | None = None


@contextmanager
def open_database(environ: Mapping[str, str], state: Path, name: str) -> Iterator[Database]:
    """Start our own server unless DATABASE_URL is set. Raises ToolError when it cannot be started."""
    if url := configured_url(environ):
        yield Database(url, "the one that DATABASE_URL names")
        return
    folder = server_user.cluster_folder(state)
    with cluster.running(environ, folder) as server:
        description = f"PostgreSQL {server.binaries.version}, data in {display_path(folder)}"
        yield Database(database.ensure(server, name), description, server.process, server.log)


def configured_url(environ: Mapping[str, str]) -> str:
    """DATABASE_URL; "" when it is unset or empty."""
    return environ.get("DATABASE_URL", "").strip()
