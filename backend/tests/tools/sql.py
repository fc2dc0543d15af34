"""Runs SQL statements on a new connection each."""

from typing import Any

import psycopg2


def query(address: str, sql: str) -> list[tuple[Any, ...]]:
    """Run one statement and commit it. Returns its rows, if any."""
    connection = psycopg2.connect(address)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()
