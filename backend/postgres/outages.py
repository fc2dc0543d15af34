"""Which errors of the database pass by themselves, and what to tell people until then."""

from typing import Final, NamedTuple

from django.db import DatabaseError, InterfaceError, OperationalError

from postgres.sqlstates import FOR_EVER, QUERY_CANCELED, UNDONE, UNDONE_TOO, sqlstate_of

RETRY_AFTER: Final = 5  # seconds


class Outage(NamedTuple):
    """An error that passes by itself: its code in the API and in the log, and what to tell people."""

    code: str
    detail: str


UNAVAILABLE: Final = Outage(
    "database_unavailable",
    "The database is not available at the moment. What you sent may not have been saved.",
)
TOO_SLOW: Final = Outage(
    "statement_timeout",
    "The database took too long over this, so it was stopped. Nothing was saved; please try again.",
)
REFUSED: Final = Outage(
    "database_refused",
    "The database cannot take this at the moment. Nothing was saved; please try again.",
)


def outage(error: BaseException | None) -> Outage | None:
    """What to tell people about an error that passes; None when it is none of those, so a bug."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    sqlstate = sqlstate_of(error)
    if sqlstate == QUERY_CANCELED:
        return TOO_SLOW
    if sqlstate in UNDONE_TOO or sqlstate.startswith(UNDONE):
        return REFUSED
    if sqlstate.startswith(FOR_EVER):
        return None
    # A connection that broke in the middle of an answer is told by the bare base class, without a state.
    lost = type(error) is DatabaseError and not sqlstate
    return UNAVAILABLE if lost or isinstance(error, OperationalError | InterfaceError) else None
