"""The history of a ticket: bounded in the ticket, the rest in pages, one text on demand."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from tickets.models import Ticket, TicketEvent

pytestmark = pytest.mark.django_db
Make = Callable[..., Ticket]
LONG = "\U0001f600" * 50_000


def changes(ticket: Ticket, count: int, *, text: str = LONG) -> list[int]:
    made = TicketEvent.objects.bulk_create(
        TicketEvent(ticket=ticket, actor="web", field="description", old=text, new=text, at=timezone.now())
        for _ in range(count)
    )
    return [event.pk for event in made]


def test_a_ticket_shows_the_last_entries_with_excerpts(api: APIClient, ticket: Make) -> None:
    made = ticket()
    ids = changes(made, 60)
    response = api.get(f"/api/tickets/{made.pk}/")
    body = response.json()
    assert [event["id"] for event in body["history"]] == ids[-50:]
    assert body["history_more"] is True
    assert {(event["old"], event["new"], event["cut"]) for event in body["history"]} == {(LONG[:300], LONG[:300], True)}
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
    (event,) = changes(made, 1)
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
