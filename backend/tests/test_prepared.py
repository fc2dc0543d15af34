"""Prepared queries: read and planned once by each connection, and right also where connections are swapped."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from tickets.prepared import fetch_one

pytestmark = pytest.mark.django_db(transaction=True)
SQL, PARAMETERS = "SELECT %s || 's'", ("ticket",)


@pytest.fixture(autouse=True)
def _another_connection() -> Iterator[None]:
    connection.close()
    yield
    connection.close()


def asked(times: int = 1) -> list[str]:
    """What the database was asked, by its first word."""
    with CaptureQueriesContext(connection) as queries:
        for _ in range(times):
            assert fetch_one("answer", SQL, PARAMETERS) == ("tickets",)
    return [query["sql"].split()[0] for query in queries]


def test_a_connection_prepares_it_once() -> None:
    assert asked(times=3) == ["PREPARE", "EXECUTE", "EXECUTE", "EXECUTE"]


def test_a_new_connection_prepares_it_anew() -> None:
    asked()
    connection.close()
    assert asked() == ["PREPARE", "EXECUTE"]


def test_it_is_asked_plainly_in_a_transaction() -> None:
    with transaction.atomic():
        assert asked() == ["SELECT"]


def test_a_pooler_that_swaps_connections_costs_a_question_and_no_answer() -> None:
    asked()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert asked(times=2) == ["EXECUTE", "SELECT", "PREPARE", "EXECUTE"]
    with connection.cursor() as cursor:
        cursor.execute("PREPARE other AS SELECT 1")
    assert fetch_one("other", SQL, PARAMETERS) == ("tickets",)


def test_any_other_error_is_an_error() -> None:
    with pytest.raises(ProgrammingError, match="nowhere"):
        fetch_one("wrong", "SELECT * FROM nowhere WHERE 1 = %s", (1,))
