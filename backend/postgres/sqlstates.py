"""The SQLSTATEs that this project tells apart.

Source: PostgreSQL documentation, appendix A, "PostgreSQL Error Codes".
"""

from collections.abc import Callable
from typing import Final, TypeVar

from django.db import OperationalError

Result = TypeVar("Result")

QUERY_CANCELED: Final = "57014"  # it took longer than its statement_timeout
# A pooler that lends another connection to each transaction: the name of a prepared statement is unknown there, or
# somebody else's already. Or a migration changed the type of a column since.
STALE_PREPARED: Final = {"26000", "42P05", "0A000"}
# What a server says that goes on and has undone the transaction: deadlock and the like, no room on the disk or in
# memory, all connections taken, a lock that was not to be waited for.
UNDONE = ("40", "53", "55")
# Both arrive as InternalError, as bugs of the server do: a database that only reads at the moment (maintenance, or a
# stand-by that was not yet promoted), and a transaction that was ended for its idleness.
UNDONE_TOO = ("25006", "25P03", "25P04")
# A statement of too many parts, a row too large for its index: that will not go better the next time.
FOR_EVER = "54"


def sqlstate_of(error: BaseException) -> str:
    """The SQLSTATE of what Django raised for the driver's error; "" where there is none."""
    return getattr(error.__cause__, "pgcode", None) or ""


def none_on_timeout(run: Callable[[], Result]) -> Result | None:
    """What `run` returns; None when a statement in it was stopped by its statement_timeout."""
    try:
        return run()
    except OperationalError as error:
        if sqlstate_of(error) != QUERY_CANCELED:
            raise
        return None
