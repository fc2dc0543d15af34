"""POST /api/tickets/similar/: possible duplicates of a new ticket."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tickets.models import Ticket
from tickets.similar import selectors as similar

pytestmark = pytest.mark.django_db
URL = "/api/tickets/similar/"
Make = Callable[..., Ticket]


def post(title: Any) -> Any:
    return APIClient().post(URL, {"title": title})


def titles(title: str) -> list[str]:
    body = post(title).json()
    assert body["limited"] is False
    return [one["title"] for one in body["results"]]


def test_a_similar_title_is_found_case_insensitively(ticket: Make) -> None:
    made = ticket(title="Scanner on ward 3 is jammed")
    ticket(title="Invoice charged twice")
    body = post("  SCANNER ward 3 jammed ").json()
    assert body["limited"] is False
    (found,) = body["results"]
    assert found == {
        "id": made.pk,
        "title": made.title,
        "status": "open",
        "created_at": found["created_at"],
        "similarity": found["similarity"],
    }
    assert 0.3 <= found["similarity"] < 1


def test_the_three_most_similar_are_returned(ticket: Make) -> None:
    for number in range(5):
        ticket(title=f"Printer out of paper in room {number}{number}{number}")
    ticket(title="Printer out of paper")
    found = titles("Printer out of paper")
    assert len(found) == 3
    assert found[0] == "Printer out of paper"


@pytest.mark.parametrize(("status", "count"), [("open", 1), ("in_progress", 1), ("resolved", 0), ("closed", 0)])
def test_only_unfinished_tickets_are_returned(ticket: Make, status: str, count: int) -> None:
    ticket(title="Printer out of paper", status=status)
    assert len(titles("Printer out of paper")) == count


@pytest.mark.parametrize(
    "title", ["100 % of _all_ doors", "\\'; DROP TABLE x; --", "Straße Straße", "打印机无法工作请帮助处理"]
)
def test_special_characters_are_literal(ticket: Make, title: str) -> None:
    ticket(title="Something else altogether")
    assert titles(title) == []


@pytest.mark.parametrize("title", ["", "       7", "x" * 201, None, 12345678, "a\x00bcdefgh"])
def test_an_invalid_title_is_rejected(title: Any) -> None:
    response = post(title)
    assert response.status_code == 400
    assert list(response.json()) == ["title", "codes"]


def test_a_title_is_not_accepted_in_the_url(api: APIClient) -> None:
    assert api.get(URL, {"title": "Printer out of paper"}).status_code == 405


def test_the_trigram_index_is_used() -> None:
    rows = ({"title": f"Number {number} of the {number} doors", "category": "general"} for number in range(3000))
    Ticket.objects.bulk_create(Ticket(description="A text", priority="low", **row) for row in rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('ticket_title_words')")  # as autovacuum does
        cursor.execute("ANALYZE tickets_ticket")
    with CaptureQueriesContext(connection) as queries:
        titles("Printer out of paper")
    (search,) = [one["sql"] for one in queries.captured_queries if "SIMILARITY" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # it would still be faster for three thousand rows
        cursor.execute(f"EXPLAIN {search}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "ticket_title_words" in plan


@pytest.mark.django_db(transaction=True)
def test_a_search_that_times_out_is_limited(ticket: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket(title="Printer out of paper")
    assert len(titles("Printer out of paper")) == 1
    monkeypatch.setattr(similar, "TIMEOUT_MS", 50)
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE tickets_ticket IN ACCESS EXCLUSIVE MODE")
        response = post("Printer out of paper")
    finally:
        other.close()
    assert response.status_code == 200
    assert response.json() == {"results": [], "limited": True}
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)  # the timeout was for that search alone
    assert len(titles("Printer out of paper")) == 1


@pytest.mark.django_db(transaction=True)
def test_after_a_timeout_the_newest_tickets_are_compared(ticket: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket(title="Printer out of paper")
    ticket(title="Something else altogether")

    def slow(title: str) -> Any:
        return Ticket.objects.raw("SELECT *, pg_sleep(60) FROM tickets_ticket")

    monkeypatch.setattr(similar, "_of_all", slow)
    body = post("Printer out of paper").json()
    assert [one["title"] for one in body["results"]] == ["Printer out of paper"]
    assert body["limited"] is True
