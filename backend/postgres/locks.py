"""The advisory locks of this application: the key of each, what it protects, and how to hold one.

PostgreSQL keeps keys of one 64-bit number and keys of two 32-bit numbers apart. It releases the locks of a session when
the connection ends, however that happens.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

# Keys of one number.
# One replica at a time migrates the database. The same in every version, so that replicas of two versions exclude each
# other too.
MIGRATION: Final = 7_463_519_042
# One process at a time watches and loads the local model.
TRIAGE_LEADER: Final = 0x71_64_77
# One process at a time fits the classifier for the desk's own model.
CLASSIFIER_FITTING: Final = 0x71_64_66

# First numbers of keys of two.
# (TALLY_SLOT, slot): one transaction at a time writes to a slot of the tallies. The triggers of insights take it; their
# migration is frozen and repeats the number.
TALLY_SLOT: Final = 7411
# (FILE_IMPORT, digest): one import of a file at a time.
FILE_IMPORT: Final = 7412
# (EXPORT, slot): as many downloads at a time as there are slots.
EXPORT: Final = 7413

POLL_INTERVAL: Final = 0.2  # seconds


class LockTimeoutError(Exception):
    """Another session held the lock until the timeout."""


def try_lock(*key: int) -> bool:
    """Take the lock for this session if no other session holds it. Returns whether it was taken."""
    return bool(_call("pg_try_advisory_lock", key))


def unlock(*key: int) -> None:
    """Release the lock, which this session holds."""
    _call("pg_advisory_unlock", key)


@contextmanager
def advisory_lock(
    *key: int, timeout: float | None = None, on_wait: Callable[[], object] = lambda: None
) -> Iterator[None]:
    """Hold the lock; `on_wait` is called once if another session holds it. Raises LockTimeoutError."""
    if not try_lock(*key):
        on_wait()
        _poll(key, timeout)
    try:
        yield
    finally:
        # A closed connection has released it.
        if connection.connection is not None:
            unlock(*key)


def _poll(key: tuple[int, ...], timeout: float | None) -> None:
    """Not pg_advisory_lock: a statement_timeout or lock_timeout of the role would end that wait with an error."""
    deadline = None if timeout is None else time.monotonic() + timeout
    while not try_lock(*key):
        if deadline is not None and time.monotonic() > deadline:
            raise LockTimeoutError
        time.sleep(POLL_INTERVAL)


def _call(function: str, key: tuple[int, ...]) -> object:
    placeholders = ", ".join(["%s"] * len(key))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({placeholders})", key)
        return cursor.fetchone()[0]
