"""The production server for end-to-end tests: gunicorn with the production settings, on a database of its own."""

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
from tools import django, pages, ports

from testing.model_servers import refusing_url

# The settings on which it depends what a migration makes.
SHAPING = ("DJANGO_SETTINGS_MODULE", "TIME_ZONE")


@dataclass(frozen=True)
class Served:
    """Where a server answers, the password of its account `admin`, its DATABASE_URL, and its first process."""

    url: str
    admin_password: str
    database: str
    process: int


@contextmanager
def serving(folder: Path, *commands: str, **settings: str) -> Iterator[Served]:
    """Serve the built pages and the API from a new database until the block ends; settings are those of .env.example.

    No model answers unless a setting names one, so keywords do. `commands` are run first, as `load_demo`.
    """
    with migrated_database(folder, *commands, **settings) as environ, serving_from(environ) as served:
        yield served


@contextmanager
def migrated_database(folder: Path, *commands: str, **settings: str) -> Iterator[dict[str, str]]:
    """A new database with its tables and its account `admin`; gives the settings that a server of it needs."""
    shaping = tuple((name, settings[name]) for name in SHAPING if name in settings)
    with new_database(copy_of=_with_tables(shaping)) as address:
        environ = _environ(address, folder, **settings)
        for command in ("ensure_admin", *commands):
            django.manage(environ, command, failing=f"manage.py {command} failed", log=folder / f"{command}.log")
        yield environ


@cache
def _with_tables(settings: tuple[tuple[str, str], ...]) -> str:
    """A migrated database that nobody uses: to copy it takes a tenth of a second. It goes when this process ends."""
    stack = ExitStack()
    atexit.register(stack.close)
    address = stack.enter_context(new_database())
    with tempfile.TemporaryDirectory() as name:
        environ = _environ(address, Path(name), **dict(settings))
        django.manage(environ, "migrate", failing="manage.py migrate failed", log=Path(name) / "migrate.log")
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
    """Serve what such settings name until the block ends."""
    if not (pages.DIST / "index.html").is_file():
        raise RuntimeError("The pages are not built: `make test` builds them, or `npm run build` in frontend/.")
    port = ports.free()
    with refusing_url() as nobody:
        environ = {**environ, "PUBLIC_URL": f"http://{ports.HOST}:{port}"}
        environ["OLLAMA_URL"] = environ["OLLAMA_URL"] or nobody
        server = django.serve(environ, port)
        try:
            django.wait_until_ready(server, port)
            yield Served(environ["PUBLIC_URL"], environ["ADMIN_PASSWORD"], environ["DATABASE_URL"], server.pid)
        finally:
            django.stop(server)


@contextmanager
def new_database(*, copy_of: str = "") -> Iterator[str]:
    """A database on the cluster that the tests were given, dropped at the end whoever is still connected.

    It is empty, or a copy of one to which nobody is connected.
    """
    given = urlsplit(os.environ["DATABASE_URL"])
    name = f"quietdesk_e2e_{secrets.token_hex(6)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY {}").format(
        sql.Identifier(name),
        sql.Identifier(urlsplit(copy_of).path.lstrip("/") or "template1"),
        # A large one is copied file by file, which writes no log of it.
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
