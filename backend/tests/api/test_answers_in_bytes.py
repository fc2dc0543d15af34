"""Answers are bounded in bytes, not only in rows: the longest texts of the widest characters."""

import json
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from conversations.models import Note
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
Make = Callable[..., Ticket]
TICKETS = 60
LIST_MAX = 2_300_000  # bytes: 2 MB of descriptions, and the rest of each row
MEMORY_MAX = 25_000_000


@pytest.fixture
def longest() -> list[int]:
    """Tickets with the longest texts, of four bytes each, and one with a short one between them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tickets_ticket (title, description, category, priority, created_at, suggested_text_changed)"
            " SELECT 'Longest ' || n, CASE WHEN n = 30 THEN 'short' ELSE repeat('😀', 50000) END, 'general', 'low',"
            " now() - n * interval '1 second', false FROM generate_series(1, %s) n RETURNING id",
            [TICKETS],
        )
        return [row[0] for row in cursor.fetchall()]


def peak(action: Callable[[], Any]) -> tuple[Any, int]:
    """The result, and the most memory that Python held meanwhile."""
    tracemalloc.start()
    try:
        result = action()
        return result, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def pages(api: APIClient, url: str | None, link: str) -> list[dict[str, Any]]:
    found = []
    while url:
        response, memory = peak(partial(api.get, url))
        assert len(response.content) < LIST_MAX
        assert memory < MEMORY_MAX
        found.append(response.json())
        url = found[-1][link]
    return found


@pytest.mark.parametrize("query", ["", "&search=longest", "&sort=oldest", "&sort=priority", "&category=general"])
def test_a_list_ends_a_page_by_bytes_and_goes_on(api: APIClient, longest: list[int], query: str) -> None:
    ids = longest[::-1] if "oldest" in query else longest
    forth = pages(api, f"/api/tickets/?page_size=100{query}", "next")
    assert [row["id"] for page in forth for row in page["results"]] == ids
    assert {len(row["description"]) for page in forth for row in page["results"]} == {50_000, 5}
    assert len(forth) == 6
    back = pages(api, forth[-1]["previous"], "previous")
    before = [row["id"] for page in back[::-1] for row in page["results"]]
    assert before == ids[: len(before)]
    assert len(before) + len(forth[-1]["results"]) == TICKETS


def test_excerpts_fill_their_page(api: APIClient, longest: list[int]) -> None:
    body = api.get("/api/tickets/?text=excerpt&page_size=100").json()
    assert len(body["results"]) == TICKETS
    assert body["next"] is None


@pytest.mark.parametrize("size", [7_999, 8_000, 8_001])
def test_a_text_is_whole_on_both_sides_of_the_limit_of_a_first_read(api: APIClient, ticket: Make, size: int) -> None:
    made = ticket(description="x" * size)
    assert api.get("/api/tickets/").json()["results"][0]["description"] == made.description


def test_an_export_needs_the_same_memory_for_more_tickets(api: APIClient, longest: list[int]) -> None:
    def export() -> int:
        response: Any = api.get("/api/tickets/export/")
        return sum(len(part) for part in response.streaming_content)

    size, memory = peak(export)
    assert size > (TICKETS - 1) * 200_000
    assert memory < MEMORY_MAX


def test_a_bulk_answer_has_no_descriptions(api: APIClient, longest: list[int]) -> None:
    changes = [{"id": number, "status": "closed"} for number in longest]
    response, memory = peak(lambda: api.post("/api/tickets/bulk/", {"changes": changes}))
    assert {result["outcome"] for result in response.json()["results"]} == {"changed"}
    assert "description" not in response.json()["results"][0]["ticket"]
    assert len(response.content) < 100_000
    assert memory < 5_000_000


def test_a_page_of_notes_ends_by_bytes_and_goes_on(api: APIClient, ticket: Make) -> None:
    made = ticket()
    text = "😀" * 10_000
    Note.objects.bulk_create(Note(ticket=made, text=text) for _ in range(250))
    url = f"/api/tickets/{made.pk}/notes/"
    seen = [0]
    while True:
        response = api.get(url, {"after": seen[-1]})
        assert len(response.content) < 1_100_000
        seen += [note["id"] for note in response.json()["results"]]
        if not response.json()["more"]:
            break
    assert seen[1:] == list(made.notes.order_by("pk").values_list("pk", flat=True))
    assert api.get(f"/api/tickets/{made.pk}/").json()["notes_count"] == 250


def test_similar_tickets_have_no_texts(api: APIClient, longest: list[int]) -> None:
    response = api.post("/api/tickets/similar/", {"title": "Longest 1"})
    assert len(response.json()["results"]) == 3
    assert len(response.content) < 2_000


def test_the_lists_of_the_admin_site_read_no_descriptions(admin_client: Client, longest: list[int]) -> None:
    url = "/admin/tickets/ticket/"
    for action in (
        lambda: admin_client.get(url),
        lambda: admin_client.post(url, {"action": "erase", "_selected_action": longest}),
    ):
        response, memory = peak(action)
        assert response.status_code == 200
        assert "Longest 1" in response.content.decode()
        assert len(response.content) < 300_000
        assert memory < 10_000_000


def test_the_worst_escapes_are_bounded_too(api: APIClient) -> None:
    """A control character is one byte in the database and six in JSON."""
    Ticket.objects.bulk_create(
        Ticket(title=f"{number}", description="\x01" * 50_000, category="general", priority="low")
        for number in range(60)
    )
    response, memory = peak(lambda: api.get("/api/tickets/?page_size=100"))
    assert len(json.loads(response.content)["results"]) == 40
    assert len(response.content) < 6 * LIST_MAX
    assert memory < 2 * MEMORY_MAX
