"""Two servers for one size: the desk as shipped, and one with a copy of the data but no triggers and search indexes."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from bench.data.fill import EVENTS, TICKETS, fill
from testing.serving import Served, migrated_database, new_database, serving_from

SETTINGS = {"DJANGO_SETTINGS_MODULE": "bench.served.settings", "LLM_PROVIDER": "keywords"}
SEARCH_INDEXES = """
SELECT i.indexrelid::regclass FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
 WHERE a.amname = 'gin' AND i.indrelid = %s::regclass
"""


@dataclass(frozen=True, slots=True)
class Desks:
    """The two servers, and the environment of the first, for further servers on its data."""

    shipped: Served
    bare: Served
    environ: dict[str, str]
    tickets: int


@contextmanager
def desks(count: int) -> Iterator[Desks]:
    """Load `count` tickets, copy the database, and serve both until the block ends."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quietdesk-bench-")))
        environ = stack.enter_context(migrated_database(folder, **SETTINGS))
        fill(environ["DATABASE_URL"], count)
        copy = stack.enter_context(new_database(copy_of=environ["DATABASE_URL"]))
        strip(copy)
        shipped = stack.enter_context(serving_from(environ))
        bare = stack.enter_context(serving_from({**environ, "DATABASE_URL": copy}))
        yield Desks(shipped, bare, environ, count)


def strip(address: str) -> None:
    """Disable the triggers, and drop the search indexes."""
    with closing(psycopg2.connect(address)) as connection, connection, connection.cursor() as cursor:
        for table in (TICKETS, EVENTS):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(SEARCH_INDEXES, [TICKETS])
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {index}")


def database_bytes(address: str) -> int:
    """The size of the database on disk."""
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        [(size,)] = cursor.fetchall()
        return int(size)
