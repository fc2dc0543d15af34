"""Prepared statements: each connection parses and plans a repeated query once.

Planning a filtered list takes twice as long as running it. The web workers force generic plans (postgres/session.py);
otherwise PostgreSQL would often plan again for the parameters at hand.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import md5
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection

from postgres.sqlstates import STALE_PREPARED, sqlstate_of

# Keyed by the driver's connection, because Django's wrapper outlives it.
_prepared_names: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()

# The maximum per connection: each takes some hundred kilobytes of the database's memory. Queries beyond it, such as
# rare page sizes, are planned each time.
PREPARED_MAX: Final = 32
PARAMETER: Final = re.compile(r"%\((\w+)\)s(::\w+(?:\[\])?)?|%%")


def fetch(sql: str, parameters: Mapping[str, Any], *, set_sql: str = "", prepare: bool = True) -> list[tuple[Any, ...]]:
    """All rows of a query. It is prepared once per connection and executed with these parameters.

    A parameter that is neither number nor text needs a cast: `%(days)s::int[]`. `set_sql` changes settings; it is sent
    in the same message, so that they apply to this query alone. `prepare` is False for a query whose text varies.
    """
    with connection.cursor() as cursor:
        # Inside a transaction a failed EXECUTE would abort it, so there is no preparing.
        if not prepare or connection.in_atomic_block or not _execute_prepared(cursor, sql, parameters, set_sql):
            cursor.execute(set_sql + sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _execute_prepared(cursor: Any, sql: str, parameters: Mapping[str, Any], set_sql: str) -> bool:
    """Returns False if the statement cannot be prepared here."""
    names = _prepared_names.setdefault(connection.connection, set())
    name, prepare, execute = _statements(sql)
    if name not in names and len(names) >= PREPARED_MAX:
        return False
    try:
        if name not in names:
            cursor.execute(prepare)
            names.add(name)
        cursor.execute(set_sql + execute, parameters)
    except DatabaseError as error:
        if sqlstate_of(error) not in STALE_PREPARED:
            raise
        names.discard(name)
        return False
    return True


@lru_cache(maxsize=256)
def _statements(sql: str) -> tuple[str, str, str]:
    """The name of a prepared statement, its PREPARE and its EXECUTE."""
    name = f"quietdesk_{md5(sql.encode(), usedforsecurity=False).hexdigest()}"
    casts: dict[str, str] = {}

    def positional(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        casts[match[1]] = match[2] or casts.get(match[1], "")
        return f"${list(casts).index(match[1]) + 1}{match[2] or ''}"

    text = PARAMETER.sub(positional, sql)
    values = ", ".join(f"%({parameter})s{cast}" for parameter, cast in casts.items())
    return name, f"PREPARE {name} AS {text}", f"EXECUTE {name}" + (f"({values})" if values else "")
