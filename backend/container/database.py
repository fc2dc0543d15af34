"""Waits until the database answers, and lets one replica at a time change its tables."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, connection

from container import log

PATIENCE: Final = 300.0  # seconds; the container then ends, and is started anew
EVERY: Final = 15.0  # seconds between two lines about it
# Any number, as long as it is always the same one.
LOCK: Final = 7_463_519_042

# What no waiting cures, in PostgreSQL's words and in ours.
HOPELESS: Final = {
    "password authentication failed": "it was made with another password than the one in the volume `secrets`, or its "
    "first start was interrupted; if it never held tickets, remove its volume",
    "does not exist": "its first start was interrupted; if it never held tickets, remove its volume",
}


class Unusable(Exception):  # noqa: N818 (it names what is wrong with the database)
    """The database cannot be used; the message says why."""


def wait(*, patience: float = PATIENCE, every: float = EVERY) -> None:
    """Return when a connection stands. Raises Unusable when none does in time, or none ever will."""
    began = told = time.monotonic()
    while True:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = _reason(error)
        else:
            return
        where = f"{connection.settings_dict['HOST']}:{connection.settings_dict['PORT'] or 5432}"
        if cause := next((cause for words, cause in HOPELESS.items() if words in reason), None):
            raise Unusable(f"the database at {where} refuses ({reason}): {cause}.")
        now = time.monotonic()
        if now - began > patience:
            raise Unusable(f"the database at {where} did not answer within {patience:.0f} seconds ({reason}).")
        if told == began or now - told > every:
            log.line(f"Waiting for the database at {where}: {reason}")
            told = now
        time.sleep(0.5)


@contextmanager
def alone() -> Iterator[None]:
    """Hold a lock that all replicas share. PostgreSQL gives it back when this connection ends, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            log.line("Another replica is bringing the database up to date; waiting for it.")
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        connection.close()


def _reason(error: OperationalError) -> str:
    # The first line says it; the client's advice that follows is for people who start their database by hand.
    first = str(error).strip().partition("\n")[0]
    return first.rpartition(" failed: ")[2] or "no reason given"
