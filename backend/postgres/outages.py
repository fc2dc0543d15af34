"""Recognises temporary errors of the database, after which a request may be sent again."""

from typing import Final, NamedTuple

from django.db import DatabaseError, InterfaceError, OperationalError

from postgres.sqlstates import (
    PROGRAM_LIMIT_EXCEEDED,
    QUERY_CANCELED,
    TEMPORARY_CLASSES,
    TEMPORARY_STATES,
    sqlstate_of,
)

RETRY_AFTER: Final = 5  # seconds


class Outage(NamedTuple):
    """A temporary error: its code in the API and in the log, and its message."""

    code: str
    detail: str


UNAVAILABLE: Final = Outage(
    "database_unavailable",
    "The database is not available at the moment. What you sent may not have been saved.",
)
STATEMENT_TIMEOUT: Final = Outage(
    "statement_timeout",
    "The database took too long over this, so it was stopped. Nothing was saved; please try again.",
)
REFUSED: Final = Outage(
    "database_refused",
    "The database cannot take this at the moment. Nothing was saved; please try again.",
)


def outage(error: BaseException | None) -> Outage | None:
    """The outage behind an error, or None if the error is a bug."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    sqlstate = sqlstate_of(error)
    if sqlstate == QUERY_CANCELED:
        return STATEMENT_TIMEOUT
    if sqlstate in TEMPORARY_STATES or sqlstate.startswith(TEMPORARY_CLASSES):
        return REFUSED
    if sqlstate.startswith(PROGRAM_LIMIT_EXCEEDED):
        return None
    # psycopg2 raises its base class without a SQLSTATE when the connection breaks in the middle of a result.
    lost = type(error) is DatabaseError and not sqlstate
    return UNAVAILABLE if lost or isinstance(error, OperationalError | InterfaceError) else None
