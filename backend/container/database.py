"""Waits for the database, and lets one replica at a time migrate it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, connection

from container import log
from postgres import locks

TIMEOUT: Final = 300.0  # seconds; the container then exits, and is restarted
LOG_INTERVAL: Final = 15.0  # seconds between two log lines while waiting

# Errors that no retry cures: part of PostgreSQL's message, and what it means here.
PERMANENT_ERRORS: Final = {
    "password authentication failed": "it was made with another password than the one in the volume "
    "`database-secrets`, or its first start was interrupted; if it never held tickets, remove its volume",
    "does not exist": "its first start was interrupted; if it never held tickets, remove its volume",
}


class DatabaseUnusableError(Exception):
    """The database cannot be used; the message says why."""


def wait_until_available(*, timeout: float = TIMEOUT, log_interval: float = LOG_INTERVAL) -> None:
    """Return once a connection is established. Raises DatabaseUnusableError after the timeout or a permanent error."""
    started = logged = time.monotonic()
    while True:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = _reason(error)
        else:
            return
        where = f"{connection.settings_dict['HOST']}:{connection.settings_dict['PORT'] or 5432}"
        if cause := next((cause for text, cause in PERMANENT_ERRORS.items() if text in reason), None):
            raise DatabaseUnusableError(f"the database at {where} refuses ({reason}): {cause}.")
        now = time.monotonic()
        if now - started > timeout:
            raise DatabaseUnusableError(
                f"the database at {where} did not answer within {timeout:.0f} seconds ({reason})."
            )
        if logged == started or now - logged > log_interval:
            log.info(f"Waiting for the database at {where}: {reason}")
            logged = now
        time.sleep(0.5)


@contextmanager
def migration_lock() -> Iterator[None]:
    """Hold the advisory lock that all replicas share. PostgreSQL releases it with the connection, however that ends."""
    with locks.advisory_lock(locks.MIGRATION, on_wait=_log_wait):
        try:
            yield
        finally:
            connection.close()


def _log_wait() -> None:
    log.info("Another replica is migrating the database; waiting for it.")


def _reason(error: OperationalError) -> str:
    # The client's advice in the lines after the first is for people who start their database by hand.
    first = str(error).strip().partition("\n")[0]
    return first.rpartition(" failed: ")[2] or "no reason given"
