"""The statements of a search outside a transaction, as in a request: few, and their settings do not last."""

from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from tickets.models import Ticket
from tickets.queue.selectors import search

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/tickets/"


def settings() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN ('statement_timeout', 'enable_seqscan', 'jit')"
            " ORDER BY name"
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


@pytest.mark.parametrize(
    ("words", "found", "queries"),
    [("often", 51, 1), ("seldom", 2, 2), ("absent", 0, 2), ("often seldom", 2, 2), ("xy", 0, 1)],
)
def test_a_page_needs_one_scan_and_at_most_one_index_query(
    api: APIClient, django_assert_num_queries: Any, words: str, found: int, queries: int
) -> None:
    Ticket.objects.bulk_create(
        Ticket(title=f"{n} often" + (" seldom" * (n in (3, 5))), description="-", category="billing", priority="low")
        for n in range(search.FIRST_SCAN + (-1 if words == "xy" else 1))
    )
    api.get(URL, {"search": words, "page_size": "51"})  # prepares the statement
    before = settings()
    with django_assert_num_queries(queries):
        page = api.get(URL, {"search": words, "page_size": "51"}).json()
    assert len(page["results"]) == found
    assert "search_limited" not in page
    assert settings() == before


def test_a_timed_out_search_does_not_change_the_settings(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "TIMEOUT_MS", 1)
    long = "absen bsent xx yy " * 500
    Ticket.objects.bulk_create(
        Ticket(title=f"t{n}", description=long, category="billing", priority="low") for n in range(500)
    )
    before = settings()
    page = api.get(URL, {"search": "absent"}).json()
    assert (page["results"], page["search_limited"]) == ([], True)
    assert settings() == before
