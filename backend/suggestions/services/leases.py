"""Turns at the model, counted over all processes: an expiring row in the database for every call that runs.

The row is taken and given back in short statements; no connection is held while the model thinks. A process
that dies leaves its row behind until it expires, and then the slot is free again.
"""

import logging
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import Error, connection

from triage import Busy, LocalSlots, Source

logger = logging.getLogger(__name__)

# Seconds between two looks for a free slot. In each process at most `limit` callers look, the others queue here.
PATIENCE = 0.1

# One row per slot and its unique constraint decide who wins; the database's clock decides what has expired.
_TAKE = """
INSERT INTO suggestions_modellease (source, slot, holder, expires_at)
VALUES (%(source)s, %(slot)s, %(holder)s, clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (source, slot) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
WHERE suggestions_modellease.expires_at <= clock_timestamp()
"""
_GIVE_BACK = "DELETE FROM suggestions_modellease WHERE holder = %(holder)s"


class DatabaseSlots:
    """triage.Slots over all processes: `limits` calls to each source, `queue` more waiting in each process.

    `seconds` is how long a lease lasts, longer than any call may take.
    """

    def __init__(self, limits: Mapping[Source, int], queue: int, *, seconds: float) -> None:
        self._limits = limits
        self._seconds = seconds
        self._here = {source: LocalSlots(limit, queue) for source, limit in limits.items()}

    @contextmanager
    def hold(self, source: Source, until: float) -> Iterator[bool]:
        """Take a turn, waiting for it until `until` (monotonic seconds); raise Busy without one."""
        holder = uuid.uuid4()
        with self._here[source].hold(source, until) as queued:
            while not self._taken(source, holder):
                queued = True
                if time.monotonic() + PATIENCE > until:
                    raise Busy("no slot came free in time")
                time.sleep(PATIENCE)
            _let_go()
            try:
                yield queued
            finally:
                _execute(_GIVE_BACK, holder=holder)

    def _taken(self, source: Source, holder: uuid.UUID) -> bool:
        for slot in range(self._limits[source]):
            rows = _execute(_TAKE, source=source, slot=slot, holder=holder, seconds=self._seconds)
            if rows is None:
                raise Busy("the database that counts the slots does not answer")
            if rows:
                return True
        return False


def _execute(statement: str, **values: Any) -> int | None:
    """How many rows were written; None when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    except Error as error:
        # A row that cannot be given back expires by itself.
        logger.warning("lease: the database does not answer", exc_info=error)
        return None


def _let_go() -> None:
    """Give the connection back before the model thinks. Only then: who gets no turn needs it for the next request."""
    # Inside a transaction, as in a test, it is not ours to close.
    if not connection.in_atomic_block:
        connection.close()
