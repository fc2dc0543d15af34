"""Limits concurrent model calls over all processes by leases: one expiring row in the database per running call.

A lease is acquired and released by short statements, and no connection is held during a long call. The lease of a
process that died expires.
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

# Seconds between two polls for a free slot. In each process at most `limit` callers poll; the others queue in memory.
POLL_INTERVAL = 0.1

# The unique constraint on the slot decides who wins, and the database's clock what has expired. A lease that ends far
# later than any could is from before that clock was set back: its process may be dead, and the slot must not wait.
_ACQUIRE = """
INSERT INTO suggestions_modellease (source, slot, holder, expires_at)
VALUES (%(source)s, %(slot)s, %(holder)s, clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (source, slot) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
WHERE suggestions_modellease.expires_at <= clock_timestamp()
    OR suggestions_modellease.expires_at > clock_timestamp() + make_interval(secs => %(seconds)s, mins => 10)
"""
_RELEASE = "DELETE FROM suggestions_modellease WHERE holder = %(holder)s"


class DatabaseSlots:
    """triage.Slots over all processes: at most `limits` calls to each source; `queue` more wait in each process.

    A lease expires after `seconds`, which must be longer than any call. `stored_as` is the name of these leases in the
    database where they are not counted with the others of their source. `keep_connection` is for calls so short
    that a new connection, of some ten milliseconds, would cost more.
    """

    def __init__(
        self,
        limits: Mapping[Source, int],
        queue: int,
        *,
        seconds: float,
        stored_as: str = "",
        keep_connection: bool = False,
    ) -> None:
        self._limits = limits
        self._stored_as = stored_as
        self._seconds = seconds
        self._keep_connection = keep_connection
        self._local = {source: LocalSlots(limit, queue) for source, limit in limits.items()}

    @contextmanager
    def hold(self, source: Source, until: float) -> Iterator[bool]:
        """Hold a lease, waiting for it until `until` (time.monotonic). Raises Busy."""
        holder = uuid.uuid4()
        with self._local[source].hold(source, until) as queued:
            while not self._acquire(source, holder):
                queued = True
                if time.monotonic() + POLL_INTERVAL > until:
                    raise Busy("no slot came free in time")
                time.sleep(POLL_INTERVAL)
            if not self._keep_connection:
                _close_connection()
            try:
                yield queued
            finally:
                _execute(_RELEASE, holder=holder)

    def _acquire(self, source: Source, holder: uuid.UUID) -> bool:
        for slot in range(self._limits[source]):
            rows = _execute(_ACQUIRE, source=self._stored_as or source, slot=slot, holder=holder, seconds=self._seconds)
            if rows is None:
                raise Busy("the database that counts the slots does not answer")
            if rows:
                return True
        return False


def _execute(statement: str, **values: Any) -> int | None:
    """The number of affected rows, or None if the database is unavailable."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    except Error as error:
        # A lease that cannot be released expires.
        logger.warning("lease: the database does not answer", exc_info=error)
        return None


def _close_connection() -> None:
    """Close the connection before the call to the model. Without a lease it stays open for the next request."""
    # Not inside a transaction, as in a test.
    if not connection.in_atomic_block:
        connection.close()
