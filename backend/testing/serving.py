"""Runs the production server for tests and benchmarks: gunicorn with the production settings, on a new database."""

import atexit
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql
from tools import backend, frontend, ports

from testing.model_servers import refusing_url

# The settings on which it depends what a migration makes.
SCHEMA_SETTINGS = ("DJANGO_SETTINGS_MODULE", "TIME_ZONE")


@dataclass(frozen=True)
class Served:
    """A server: its URL, the password of the account `admin`, its DATABASE_URL, and gunicorn's pid."""

    url: str
    admin_password: str
    database: str
    process: int


@contextmanager
def serving(folder: Path, *commands: str, **settings: str) -> Iterator[Served]:
    """Serve the pages and the API, on a new database, until the block ends. The settings are those of .env.example.

    Without OLLAMA_URL no model is reachable, and keywords answer. `commands` such as `load_demo` are run first.
    """
    with migrated_database(folder, *commands, **settings) as environ, serving_from(environ) as served:
        yield served


@contextmanager
def migrated_database(folder: Path, *commands: str, **settings: str) -> Iterator[dict[str, str]]:
    """A new, migrated database with the account `admin`. Yields the environment for a server on it."""
    schema_settings = tuple((name, settings[name]) for name in SCHEMA_SETTINGS if name in settings)
    with new_database(copy_of=_migrated_template(schema_settings)) as address:
        environ = _environ(address, folder, **settings)
        for command in ("ensure_admin", *commands):
            backend.manage(environ, command, failure=f"manage.py {command} failed", log=folder / f"{command}.log")
        yield environ


@cache
def _migrated_template(settings: tuple[tuple[str, str], ...]) -> str:
    """A migrated database to copy, which takes a tenth of a second. It is dropped when this process ends."""
    stack = ExitStack()
    atexit.register(stack.close)
    address = stack.enter_context(new_database())
    with tempfile.TemporaryDirectory() as name:
        environ = _environ(address, Path(name), **dict(settings))
        backend.manage(environ, "migrate", failure="manage.py migrate failed", log=Path(name) / "migrate.log")
    return address


def _environ(address: str, folder: Path, **settings: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": address,
        "STATE_DIR": str(folder),
        "ADMIN_PASSWORD": secrets.token_urlsafe(18),
        "OLLAMA_URL": "",
        **settings,
    }


@contextmanager
def serving_from(environ: Mapping[str, str]) -> Iterator[Served]:
    """Run a server with this environment until the block ends."""
    if not (frontend.DIST / "index.html").is_file():
        raise RuntimeError("The pages are not built: `make test` builds them, or `npm run build` in frontend/.")
    with ports.reserved() as port, refusing_url() as refusing:
        environ = {**environ, "PUBLIC_URL": f"http://{ports.HOST}:{port}"}
        environ["OLLAMA_URL"] = environ["OLLAMA_URL"] or refusing
        server = backend.start_server(environ, port)
        try:
            backend.wait_until_ready(server, port)
            yield Served(environ["PUBLIC_URL"], environ["ADMIN_PASSWORD"], environ["DATABASE_URL"], server.pid)
        finally:
            backend.stop_server(server)


@contextmanager
def new_database(*, copy_of: str = "") -> Iterator[str]:
    """A new database on the cluster of DATABASE_URL, dropped at the end, also with open connections.

    It is empty, or a copy of a database without connections.
    """
    given = urlsplit(os.environ["DATABASE_URL"])
    name = f"quietdesk_e2e_{secrets.token_hex(6)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY {}").format(
        sql.Identifier(name),
        sql.Identifier(urlsplit(copy_of).path.lstrip("/") or "template1"),
        # Copied file by file, which is faster for a large database than through the WAL.
        sql.Identifier("file_copy" if copy_of else "wal_log"),
    )
    _execute(given.geturl(), create)
    try:
        yield given._replace(path=f"/{name}").geturl()
    finally:
        _execute(given.geturl(), sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(address: str, statement: sql.Composed) -> None:
    connection = psycopg2.connect(address)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
