"""GET and PATCH /api/tickets/<id>/: a ticket, its history, partial updates and edit conflicts."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from tickets.models import Ticket, TicketEvent
from tickets.selectors import with_new_value
from tickets.services import ticket_update

pytestmark = pytest.mark.django_db
Make = Callable[..., Ticket]


def ticket_url(ticket: Ticket) -> str:
    return f"/api/tickets/{ticket.pk}/"


def history(api: APIClient, ticket: Ticket) -> list[tuple[str, str | None, str | None]]:
    return [(line["field"], line["old"], line["new"]) for line in api.get(ticket_url(ticket)).json()["history"]]


def test_a_ticket_is_returned_with_its_history(api: APIClient, ticket: Make) -> None:
    made = ticket(requester="Ward 4")
    response = api.get(ticket_url(made))
    assert response.status_code == 200
    assert response["ETag"] == '"1"'
    body = response.json()
    assert body == {
        "id": made.pk,
        "title": made.title,
        "description": made.description,
        "requester": "Ward 4",
        "category": "technical",
        "priority": "medium",
        "status": "open",
        "created_at": body["created_at"],
        "updated_at": body["created_at"],
        "version": 1,
        "suggested": None,
        "history": [
            {
                "id": made.events.get().pk,
                "at": body["created_at"],
                "actor": "web",
                "field": "created",
                "old": None,
                "new": None,
                "old_cut": False,
                "new_cut": False,
                "old_redacted": None,
                "new_redacted": None,
            }
        ],
        "history_more": False,
        "notes_count": 0,
    }


@pytest.mark.parametrize(
    "number",
    ["0", "-1", "abc", "1.0", "1e3", "%201", "+1", "٣", "9223372036854775807", "9223372036854775808", "9" * 400],
)
@pytest.mark.parametrize("method", ["get", "patch"])
def test_an_unknown_ticket_is_not_found(api: APIClient, ticket: Make, method: str, number: str) -> None:
    ticket()
    response = getattr(api, method)(f"/api/tickets/{number}/")
    assert response.status_code == 404
    assert list(response.json()) == ["detail", "codes"]


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("title", "Scanner works again"),
        ("description", "Somebody pulled the label out."),
        ("category", "general"),
        ("priority", "low"),
        ("status", "resolved"),
    ],
)
def test_a_change_is_recorded_in_the_history(api: APIClient, ticket: Make, field: str, new: str) -> None:
    made = ticket()
    response = api.patch(ticket_url(made), {field: new})
    assert response.status_code == 200
    assert response.json()[field] == new
    assert response.json()["version"] == 2
    assert response.json()["updated_at"] > response.json()["created_at"]
    assert response["ETag"] == '"2"'
    assert history(api, made)[1:] == [(field, getattr(made, field), new)]


def test_several_fields_make_one_version_and_one_entry_each(api: APIClient, ticket: Make) -> None:
    made = ticket()
    assert api.patch(ticket_url(made), {"status": "closed", "priority": "high"}).json()["version"] == 2
    assert sorted(history(api, made)[1:]) == [("priority", "medium", "high"), ("status", "open", "closed")]


@pytest.mark.parametrize(
    "body", [{}, {"status": "open"}, {"title": "  Scanner on ward 3 is jammed "}, {"colour": "red"}]
)
def test_an_update_without_changes_is_not_recorded(api: APIClient, ticket: Make, body: dict[str, str]) -> None:
    made = ticket()
    response = api.patch(ticket_url(made), body)
    assert response.status_code == 200
    assert (response.json()["version"], response.json()["updated_at"]) == (1, response.json()["created_at"])
    assert len(history(api, made)) == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        *(("title", ""), ("title", "x" * 201), ("title", ["x"]), ("description", "\u3000"), ("description", None)),
        *(("category", ""), ("priority", None), ("status", "done"), ("status", 1)),
    ],
)
def test_an_invalid_value_changes_nothing(api: APIClient, ticket: Make, field: str, wrong: Any) -> None:
    made = ticket()
    response = api.patch(ticket_url(made), {"priority": "high"} | {field: wrong})
    assert response.status_code == 400
    assert list(response.json()) == [field, "codes"]
    assert Ticket.objects.get().version == 1


def test_read_only_fields_cannot_be_patched(api: APIClient, ticket: Make) -> None:
    made = ticket(requester="Ward 4")
    api.patch(ticket_url(made), {"requester": "Ward 5", "id": 7, "version": 9, "suggested_by": "openai"})
    now = Ticket.objects.get()
    assert (now.pk, now.requester, now.version, now.suggested_by) == (made.pk, "Ward 4", 1, None)


@pytest.mark.parametrize("header", ['"1"', 'W/"1"', "*", '"7", "1"', 'W/"7",W/"1"', ' "1" '])
def test_a_matching_etag_allows_the_update(api: APIClient, ticket: Make, header: str) -> None:
    assert api.patch(ticket_url(ticket()), {"status": "closed"}, headers={"If-Match": header}).status_code == 200


@pytest.mark.parametrize("header", ['"2"', 'W/"2"', '"2", "3"', "1", "", '"', '"01"', 'x"1"', '"1" y', "x" * 5_000])
def test_another_etag_gets_the_current_ticket(api: APIClient, ticket: Make, header: str) -> None:
    made = ticket()
    response = api.patch(ticket_url(made), {"status": "closed"}, headers={"If-Match": header})
    assert response.status_code == 412
    assert response["ETag"] == '"1"'
    assert response.json() == {
        "detail": "The ticket has changed since you opened it.",
        "codes": {"detail": "stale"},
        "ticket": api.get(ticket_url(made)).json(),
    }
    assert Ticket.objects.get().status == "open"


@pytest.mark.parametrize("method", ["put", "delete", "post"])
def test_other_methods_are_not_allowed(api: APIClient, ticket: Make, method: str) -> None:
    response = getattr(api, method)(ticket_url(ticket()))
    assert response.status_code == 405
    assert list(response.json()) == ["detail", "codes"]


@pytest.mark.django_db(transaction=True)
def test_concurrent_updates_of_different_fields_both_succeed(ticket: Make) -> None:
    for _ in range(10):
        made = ticket()

        def change(body: dict[str, str], url: str = ticket_url(made)) -> int:
            try:
                return APIClient().patch(url, body).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as people:
            assert list(people.map(change, [{"status": "in_progress"}, {"priority": "critical"}])) == [200, 200]
        now = Ticket.objects.get(pk=made.pk)
        assert (now.status, now.priority, now.version) == ("in_progress", "critical", 3)
        assert TicketEvent.objects.filter(ticket=made).count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_concurrent_updates_with_one_etag_one_succeeds(ticket: Make) -> None:
    made = ticket()

    def change(number: int) -> tuple[int, Any]:
        try:
            response = APIClient().patch(ticket_url(made), {"title": f"Title {number}"}, headers={"If-Match": '"1"'})
            return response.status_code, response.json()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(change, range(8)))
    assert sorted(code for code, _ in answers) == [200] + [412] * 7
    winner = next(body["title"] for code, body in answers if code == 200)
    losers = [body["ticket"] for code, body in answers if code == 412]
    assert {(one["title"], one["version"]) for one in losers} == {(winner, 2)}
    changes = TicketEvent.objects.filter(ticket=made).exclude(field="created")
    assert list(with_new_value(changes).values_list("field", "new_value")) == [("title", winner)]


@pytest.mark.django_db(transaction=True)
def test_an_update_waits_for_an_uncommitted_one(ticket: Make) -> None:
    made = ticket()

    def change() -> int:
        try:
            return APIClient().patch(ticket_url(made), {"status": "closed"}, headers={"If-Match": '"1"'}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            ticket_update(ticket_id=made.pk, changes={"priority": "critical"})
            late = other.submit(change)
            wait_until_blocked()
        assert late.result() == 412
    assert Ticket.objects.get().status == "open"


def wait_until_blocked() -> None:
    until = time.monotonic() + 30
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            assert time.monotonic() < until
            time.sleep(0.01)
