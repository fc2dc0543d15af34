"""Which errors of the database pass by themselves, and what to tell people until then."""

from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError

RETRY_AFTER: Final = 5  # seconds

UNAVAILABLE: Final = "The database is not available at the moment. What you sent may not have been saved."
TOO_SLOW: Final = "The database took too long over this, so it was stopped. Nothing was saved; please try again."
REFUSED: Final = "The database cannot take this at the moment. Nothing was saved; please try again."

STATEMENT_STOPPED = "57014"  # it took longer than DATABASE_STATEMENT_TIMEOUT
# What a server says that goes on and has undone the transaction: deadlock and the like, no room on the disk or in
# memory, all connections taken, a lock that was not to be waited for.
UNDONE = ("40", "53", "55")
# Both arrive as InternalError, as bugs of the server do: a database that only reads at the moment (maintenance, or a
# stand-by that was not yet promoted), and a transaction that was ended for its idleness.
UNDONE_TOO = ("25006", "25P03", "25P04")
# A statement of too many parts, a row too large for its index: that will not go better the next time.
FOR_EVER = "54"


def outage(error: BaseException | None) -> str | None:
    """What to tell people about an error that passes; None when it is none of those, so a bug."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    sqlstate = getattr(error.__cause__, "pgcode", None) or ""
    if sqlstate == STATEMENT_STOPPED:
        return TOO_SLOW
    if sqlstate in UNDONE_TOO or sqlstate.startswith(UNDONE):
        return REFUSED
    if sqlstate.startswith(FOR_EVER):
        return None
    # A connection that broke in the middle of an answer is told by the bare base class, without a state.
    lost = type(error) is DatabaseError and not sqlstate
    return UNAVAILABLE if lost or isinstance(error, OperationalError | InterfaceError) else None
