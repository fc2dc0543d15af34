"""One statement over a connection of its own."""

from typing import Any

import psycopg2


def query(address: str, sql: str) -> list[tuple[Any, ...]]:
    """The rows of one statement, committed; none where it returns none."""
    connection = psycopg2.connect(address)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()
