"""The SQLSTATEs that this project handles.

Source: PostgreSQL documentation, appendix A, "PostgreSQL Error Codes".
"""

from collections.abc import Callable
from typing import Final, TypeVar

from django.db import OperationalError

Result = TypeVar("Result")

QUERY_CANCELED: Final = "57014"  # by statement_timeout
# invalid_sql_statement_name and duplicate_prepared_statement: a transaction pooler assigned another connection.
# feature_not_supported: a migration has changed the type of a result column.
STALE_PREPARED: Final = {"26000", "42P05", "0A000"}
# The classes transaction rollback (such as deadlock), insufficient resources, and object not in prerequisite state
# (such as lock timeout).
TEMPORARY_CLASSES = ("40", "53", "55")
# read_only_sql_transaction (maintenance, or a standby before its promotion) and the timeouts of idle transactions.
# Django raises InternalError for them, as for bugs of the server.
TEMPORARY_STATES = ("25006", "25P03", "25P04")
# Such as a statement that is too complex or a row that is too large for its index. A retry fails again.
PROGRAM_LIMIT_EXCEEDED = "54"


def sqlstate_of(error: BaseException) -> str:
    """The SQLSTATE of a Django database error, or ""."""
    return getattr(error.__cause__, "pgcode", None) or ""


def none_on_timeout(run: Callable[[], Result]) -> Result | None:
    """The result of `run`, or None if statement_timeout canceled a statement in it."""
    try:
        return run()
    except OperationalError as error:
        if sqlstate_of(error) != QUERY_CANCELED:
            raise
        return None
