"""Loads tickets into an empty, migrated database: COPY without indexes, which are rebuilt afterwards."""

import io
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg2

from bench.data import history, tickets
from bench.data.copy_format import chunks, line
from console.progress import Progress

CHUNK = 10_000
# Indexes without a constraint, and foreign keys. To create them at the end is faster than to update them row by row.
INDEXES = """
SELECT format('DROP INDEX %%s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
  FROM pg_index i WHERE i.indrelid = ANY (%s::regclass[])
   AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
FOREIGN_KEYS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])
"""
TICKETS, EVENTS = "tickets_ticket", "tickets_ticketevent"


def fill(address: str, count: int, *, now: datetime | None = None) -> None:
    """Load `count` tickets with their history. A million take minutes; a terminal shows a progress bar."""
    with closing(psycopg2.connect(address)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            # For this connection only, which builds the indexes.
            cursor.execute("SET maintenance_work_mem = '512MB'")
            with _without_indexes(cursor):
                _copy(cursor, count, now or datetime.now(UTC))
            for table in (TICKETS, EVENTS):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
            # Also sets the visibility map, as autovacuum would later.
            cursor.execute("VACUUM ANALYZE")


def _copy(cursor: Any, count: int, now: datetime) -> None:
    bar = Progress(sys.stderr, f"Loading {count:,} tickets", count)
    done = 0
    for chunk in chunks(tickets.tickets(count, now=now), CHUNK):
        _send(cursor, TICKETS, tickets.COLUMNS, "".join(line(ticket) for ticket, _ in chunk))
        _send(cursor, EVENTS, history.EVENT_COLUMNS, "".join(line(event) for _, events in chunk for event in events))
        done += len(chunk)
        bar.show(done)
    bar.end()


def _send(cursor: Any, table: str, columns: tuple[str, ...], text: str) -> None:
    cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO(text))


@contextmanager
def _without_indexes(cursor: Any) -> Iterator[None]:
    """Drop indexes and foreign keys for the block, and create them again afterwards."""
    tables = [TICKETS, EVENTS]
    statements = []
    for query in (INDEXES, FOREIGN_KEYS):
        cursor.execute(query, [tables])
        for drop, create in cursor.fetchall():
            cursor.execute(drop)
            statements.append(create)
    yield
    bar = Progress(sys.stderr, "Building indexes", len(statements))
    for number, create in enumerate(statements):
        bar.show(number)
        cursor.execute(create)
    bar.end()
