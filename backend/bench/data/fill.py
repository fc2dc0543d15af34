"""Fills an empty, migrated database with tickets: COPY without the indexes, which are built afterwards, once."""

import io
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg2

from bench.data import history, tickets
from bench.data.copy_format import chunks, line
from evaluation.progress import Progress

CHUNK = 10_000
# Indexes that are no constraint's, and foreign keys: what costs time for each row and is faster done for all.
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
    """Load so many tickets with their history. A bar on a terminal shows how far it is; a million take minutes."""
    with closing(psycopg2.connect(address)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            # For this connection alone: building indexes is what it is for.
            cursor.execute("SET maintenance_work_mem = '512MB'")
            with _put_back_after(cursor):
                _copy(cursor, count, now or datetime.now(UTC))
            for table in (TICKETS, EVENTS):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608
            # Sets the visibility map too, as autovacuum does in time.
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
def _put_back_after(cursor: Any) -> Iterator[None]:
    """Without their indexes and foreign keys inside, with them after."""
    tables = [TICKETS, EVENTS]
    again = []
    for query in (INDEXES, FOREIGN_KEYS):
        cursor.execute(query, [tables])
        for drop, create in cursor.fetchall():
            cursor.execute(drop)
            again.append(create)
    yield
    bar = Progress(sys.stderr, "Building indexes", len(again))
    for number, create in enumerate(again):
        bar.show(number)
        cursor.execute(create)
    bar.end()
