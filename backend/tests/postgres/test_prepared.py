"""Prepared statements: prepared once per connection, and correct behind a connection pooler."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from postgres import prepared
from postgres.prepared import fetch

pytestmark = pytest.mark.django_db(transaction=True)
SQL = "SELECT %(word)s::text || '%%' || %(word)s::text, n FROM unnest(%(many)s::int[]) AS n"


@pytest.fixture(autouse=True)
def _another_connection() -> Iterator[None]:
    connection.close()
    yield
    connection.close()


def commands(*words: str) -> list[str]:
    """The first word of each statement that was sent."""
    with CaptureQueriesContext(connection) as queries:
        for word in words:
            assert fetch(SQL, {"word": word, "many": [1, 2]}) == [(f"{word}%{word}", 1), (f"{word}%{word}", 2)]
    return [query["sql"].split()[0] for query in queries]


def test_a_connection_prepares_a_statement_once() -> None:
    assert commands("a", "it's", "%s \\") == ["PREPARE", "EXECUTE", "EXECUTE", "EXECUTE"]


def test_a_new_connection_prepares_it_again() -> None:
    commands("a")
    connection.close()
    assert commands("a") == ["PREPARE", "EXECUTE"]


def test_nothing_is_prepared_in_a_transaction() -> None:
    with transaction.atomic():
        assert commands("a") == ["SELECT"]


def test_a_pooler_that_swaps_connections_costs_a_statement_but_no_error() -> None:
    commands("a")
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert commands("a", "b") == ["EXECUTE", "SELECT", "PREPARE", "EXECUTE"]
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE {prepared._statements(SQL)[0]} AS SELECT 1")
    assert fetch(SQL, {"word": "a", "many": []}) == []


def test_other_errors_are_raised() -> None:
    with pytest.raises(ProgrammingError, match="nowhere"):
        fetch("SELECT * FROM nowhere WHERE 1 = %(one)s", {"one": 1})


def test_a_changed_result_type_falls_back_to_a_plain_query() -> None:
    sql = "SELECT name FROM beds"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE beds AS SELECT 7 AS name")
        try:
            assert fetch(sql, {}) == [(7,)]
            cursor.execute("ALTER TABLE beds ALTER name TYPE text")
            assert fetch(sql, {}) == fetch(sql, {}) == [("7",)]
        finally:
            cursor.execute("DROP TABLE beds")


def test_the_number_of_prepared_statements_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "PREPARED_MAX", 2)
    for number in (1, 2, 3, 1):
        assert fetch(f"SELECT {number:d}", {}) == [(number,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements ORDER BY prepare_time")
        assert [sql.split(" AS ")[1] for (sql,) in cursor.fetchall()] == ["SELECT 1", "SELECT 2"]
