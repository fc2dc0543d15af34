"""A query that never changes, kept ready by each connection: PostgreSQL reads and plans it once, not each time."""

from collections.abc import Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection

# By the driver's connection, since Django's outlives several of them.
_ready: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()

# A pooler that lends another connection to each transaction: the name is unknown there, or somebody else's already.
NOT_OURS: Final = {"26000", "42P05"}


def fetch_one(name: str, sql: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
    """The one row of a query whose name, text and parameters are always the same."""
    with connection.cursor() as cursor:
        # In a transaction a refusal could not be taken back.
        if connection.in_atomic_block or not _executed(cursor, name, sql, parameters):
            cursor.execute(sql, parameters)
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def _executed(cursor: Any, name: str, sql: str, parameters: Sequence[Any]) -> bool:
    names = _ready.setdefault(connection.connection, set())
    try:
        if name not in names:
            cursor.execute(f"PREPARE {name} AS {sql}", parameters)
            names.add(name)
        cursor.execute(f"EXECUTE {name}")
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", None) not in NOT_OURS:
            raise
        names.discard(name)
        return False
    return True
