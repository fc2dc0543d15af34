"""The history of a ticket: bounded in the ticket, the rest in pages, one text on demand."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from tickets.models import Ticket, TicketEvent
from tickets.selectors import with_new_value
from tickets.services import ticket_update

pytestmark = pytest.mark.django_db
Make = Callable[..., Ticket]
LONG = "\U0001f600" * 50_000


def changes(ticket: Ticket, count: int, *, text: str = LONG) -> list[int]:
    made = TicketEvent.objects.bulk_create(
        TicketEvent(ticket=ticket, actor="web", field="description", old=text, at=timezone.now()) for _ in range(count)
    )
    return [event.pk for event in made]


def test_a_ticket_shows_the_last_entries_with_excerpts(api: APIClient, ticket: Make) -> None:
    made = ticket(description="Short")
    ids = changes(made, 60)
    response = api.get(f"/api/tickets/{made.pk}/")
    body = response.json()
    assert [event["id"] for event in body["history"]] == ids[-50:]
    assert body["history_more"] is True
    new = [LONG[:300]] * 49 + ["Short"]
    assert [(event["old"], event["new"]) for event in body["history"]] == [(LONG[:300], text) for text in new]
    assert [(event["old_cut"], event["new_cut"]) for event in body["history"]] == [(True, True)] * 49 + [(True, False)]
    assert len(response.content) < 200_000


def test_an_edit_conflict_is_small_too(api: APIClient, ticket: Make) -> None:
    made = ticket()
    changes(made, 60)
    response = api.patch(f"/api/tickets/{made.pk}/", {"title": "Another"}, headers={"If-Match": '"9"'})
    assert response.status_code == 412
    assert len(response.content) < 200_000


def test_earlier_entries_come_in_pages(api: APIClient, ticket: Make) -> None:
    made, other = ticket(), ticket()
    changes(other, 3)
    ids = changes(made, 120, text="x")
    url = f"/api/tickets/{made.pk}/events/"
    seen: list[int] = []
    page = api.get(url).json()
    while True:
        seen = [event["id"] for event in page["results"]] + seen
        if not page["more"]:
            break
        page = api.get(url, {"before": page["results"][0]["id"]}).json()
    assert seen[1:] == ids
    assert api.get(url, {"before": 1}).json() == {"results": [], "more": False}


def test_one_entry_has_its_whole_texts(api: APIClient, ticket: Make) -> None:
    made, other = ticket(), ticket()
    event, _ = changes(made, 2)
    body = api.get(f"/api/tickets/{made.pk}/events/{event}/").json()
    assert (body["id"], body["old"], body["new"]) == (event, LONG, LONG)
    assert api.get(f"/api/tickets/{other.pk}/events/{event}/").status_code == 404


@pytest.mark.parametrize("before", ["0", "-1", "x", "1.0", "9" * 30, "٣"])
def test_an_invalid_position_is_refused(api: APIClient, ticket: Make, before: str) -> None:
    response = api.get(f"/api/tickets/{ticket().pk}/events/", {"before": before})
    assert (response.status_code, response.json()["codes"]) == (400, {"before": ["invalid_id"]})


@pytest.mark.parametrize("path", ["99/events/", "x/events/", "99/events/1/", "1/events/x/"])
def test_an_unknown_ticket_or_entry_is_not_found(api: APIClient, path: str) -> None:
    assert api.get(f"/api/tickets/{path}").status_code == 404


def test_texts_change_at_most_thirty_times_a_minute(api: APIClient, ticket: Make) -> None:
    made = ticket()
    url = f"/api/tickets/{made.pk}/"
    for number in range(30):
        assert api.patch(url, {"description": f"Text {number}"}).status_code == 200
    response = api.patch(url, {"title": "Another"})
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert response.json()["codes"] == {"detail": "too_many_changes"}
    assert api.patch(url, {"status": "closed"}).status_code == 200
    assert api.patch(url, {"description": "Text 29"}).status_code == 200  # changes nothing
    assert api.patch(f"/api/tickets/{ticket().pk}/", {"title": "Another"}).status_code == 200


def test_changes_from_before_the_clock_was_set_back_do_not_count(api: APIClient, ticket: Make) -> None:
    made = ticket()
    later = timezone.now() + timedelta(hours=23)
    TicketEvent.objects.bulk_create(
        TicketEvent(ticket=made, actor="web", field="description", old="A text", at=later) for _ in range(30)
    )
    assert api.patch(f"/api/tickets/{made.pk}/", {"description": "Another"}).status_code == 200


def test_the_pages_of_the_admin_site_are_bounded(admin_client: Client, ticket: Make) -> None:
    made = ticket()
    ids = changes(made, 60)
    for path in (f"ticket/{made.pk}/change/", "ticketevent/"):
        response = admin_client.get(f"/admin/tickets/{path}")
        assert response.status_code == 200
        assert len(response.content) < 600_000
        assert LONG[:300] in response.content.decode()
        assert LONG[:301] not in response.content.decode()
    assert LONG in admin_client.get(f"/admin/tickets/ticketevent/{ids[0]}/change/").content.decode()


def values(api: APIClient, ticket: Ticket, field: str) -> list[tuple[str | None, str | None]]:
    history = api.get(f"/api/tickets/{ticket.pk}/").json()["history"]
    return [(event["old"], event["new"]) for event in history if event["field"] == field]


@pytest.mark.parametrize(
    ("field", "first", "second", "third"),
    [
        ("title", "One", "Two", "Three"),
        ("description", LONG, LONG[1:], "short"),
        ("requester", None, "ada@example.org", None),
        ("requester", "ada@example.org", None, "bo@example.org"),
    ],
)
def test_a_text_is_stored_once_and_shown_as_old_and_new(
    api: APIClient, ticket: Make, field: str, first: str | None, second: str | None, third: str | None
) -> None:
    made, other = ticket(**{field: first}), ticket(**{field: first})
    for value in (second, third):
        # Changes of other tickets and of other fields lie between, and change nothing.
        ticket_update(ticket_id=other.pk, changes={field: f"of another, after {str(value)[:9]}"})
        ticket_update(ticket_id=made.pk, changes={field: value})
        ticket_update(ticket_id=made.pk, changes={"status": "closed" if value == second else "open"})
    stored = TicketEvent.objects.filter(ticket=made, field=field).values_list("old", "new")
    assert list(stored) == [(first, None), (second, None)]
    shown = [text and text[:300] for text in (first, second, third)]
    assert values(api, made, field) == [(shown[0], shown[1]), (shown[1], shown[2])]
    assert values(api, made, "status") == [("open", "closed"), ("closed", "open")]
    whole = [
        api.get(f"/api/tickets/{made.pk}/events/{event.pk}/").json()["new"]
        for event in made.events.filter(field=field).order_by("pk")
    ]
    assert whole == [second, third]


def test_the_new_text_of_a_page_can_stand_on_the_next_page(api: APIClient, ticket: Make) -> None:
    made = ticket()
    for number in range(2):
        ticket_update(ticket_id=made.pk, changes={"description": f"Text {number}"})
    first, second = made.events.filter(field="description").order_by("pk")
    page = api.get(f"/api/tickets/{made.pk}/events/", {"before": second.pk}).json()
    assert (page["results"][-1]["id"], page["results"][-1]["new"]) == (first.pk, "Text 0")


@pytest.mark.parametrize("field", ["title", "description", "requester"])
def test_raw_sql_cannot_store_a_text_twice(ticket: Make, field: str) -> None:
    with pytest.raises(IntegrityError, match="event_text_stored_once"):
        TicketEvent.objects.create(ticket=ticket(), actor="web", field=field, old="old", new="new")


def test_the_next_change_of_a_text_is_found_in_its_index(ticket: Make) -> None:
    """However many labels change after it: their number has no limit."""
    made = ticket()
    first = TicketEvent.objects.create(ticket=made, actor="web", field="description", old="First")
    TicketEvent.objects.bulk_create(
        TicketEvent(ticket=made, actor="web", field="status", old="open", new="closed") for _ in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tickets_ticketevent")
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = with_new_value(TicketEvent.objects.filter(pk=first.pk)).explain()
    assert plan.count("event_of_text") == plan.count("SubPlan") == 4, plan


def test_the_admin_site_shows_the_new_text(admin_client: Client, ticket: Make) -> None:
    made = ticket(description="First")
    ticket_update(ticket_id=made.pk, changes={"description": "Second"})
    ticket_update(ticket_id=made.pk, changes={"description": "Third"})
    event = made.events.filter(field="description").earliest("pk")
    for path in (f"ticket/{made.pk}/change/", "ticketevent/", f"ticketevent/{event.pk}/change/"):
        page = admin_client.get(f"/admin/tickets/{path}").content.decode()
        assert "First" in page
        assert "Second" in page
