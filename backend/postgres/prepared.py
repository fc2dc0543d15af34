"""Statements that come again and again, kept ready by each connection: PostgreSQL reads and plans them once.

Planning a filtered list takes twice as long as finding its page, so that is worth keeping. The web workers ask for
plans that hold for any values (postgres/session.py); without that PostgreSQL would compare, and often plan anew.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import md5
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection

from postgres.sqlstates import STALE_PREPARED, sqlstate_of

# By the driver's connection, since Django's outlives several of them.
_ready: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()

# Each costs the database some hundred kilobytes in each connection. Sizes of pages that hardly anyone asks for, and
# searches for eight words, are planned each time.
MOST_KEPT: Final = 32
PARAMETER: Final = re.compile(r"%\((\w+)\)s(::\w+(?:\[\])?)?|%%")


def fetch(sql: str, parameters: Mapping[str, Any], *, before: str = "", keep: bool = True) -> list[tuple[Any, ...]]:
    """All rows of a statement, whose text is the same each time, with parameters that need not be.

    A parameter that is no number or text needs its type behind it: `%(days)s::int[]`. `before` are settings for this
    time alone, sent with it in one message. `keep` is False for a statement whose text is seldom the same.
    """
    with connection.cursor() as cursor:
        # In a transaction a refusal could not be taken back.
        if not keep or connection.in_atomic_block or not _executed(cursor, sql, parameters, before):
            cursor.execute(before + sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _executed(cursor: Any, sql: str, parameters: Mapping[str, Any], before: str) -> bool:
    names = _ready.setdefault(connection.connection, set())
    name, prepare, execute = _statements(sql)
    if name not in names and len(names) >= MOST_KEPT:
        return False
    try:
        if name not in names:
            cursor.execute(prepare)
            names.add(name)
        cursor.execute(before + execute, parameters)
    except DatabaseError as error:
        if sqlstate_of(error) not in STALE_PREPARED:
            raise
        names.discard(name)
        return False
    return True


@lru_cache(maxsize=256)
def _statements(sql: str) -> tuple[str, str, str]:
    """The name of a statement, what prepares it, and what executes it."""
    name = f"quietdesk_{md5(sql.encode(), usedforsecurity=False).hexdigest()}"
    given: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        given[found[1]] = found[2] or given.get(found[1], "")
        return f"${list(given).index(found[1]) + 1}{found[2] or ''}"

    text = PARAMETER.sub(number, sql)
    values = ", ".join(f"%({parameter})s{kind}" for parameter, kind in given.items())
    return name, f"PREPARE {name} AS {text}", f"EXECUTE {name}" + (f"({values})" if values else "")
