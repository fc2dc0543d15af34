"""POST /api/tickets/: valid and invalid values."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tickets.models import Ticket, TicketEvent

pytestmark = pytest.mark.django_db
URL = "/api/tickets/"
WHOLE = {
    "title": "Invoice 4711",
    "description": "The VAT is wrong.",
    "category": "billing",
    "priority": "medium",
}
BLANKS = ["", " ", "\t\n", "\u00a0", "\u3000", "\u200b", "\ufeff", " \u2003\u00ad\u2028"]


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in WHOLE.items() if key != name}


def test_a_ticket_is_created(api: APIClient) -> None:
    response = api.post(URL, WHOLE | {"requester": "Ward 4"})
    assert response.status_code == 201
    body = response.json()
    assert body == WHOLE | {
        "id": body["id"],
        "requester": "Ward 4",
        "status": "open",
        "created_at": body["created_at"],
        "updated_at": body["created_at"],
        "version": 1,
        "suggested": None,
    }
    assert response["Location"] == f"/api/tickets/{body['id']}/"
    assert response["ETag"] == '"1"'
    assert Ticket.objects.get().title == "Invoice 4711"


def test_the_first_history_entry_is_recorded(api: APIClient) -> None:
    api.post(URL, WHOLE)
    event = TicketEvent.objects.get()
    assert (event.actor, event.field, event.old, event.new) == ("web", "created", None, None)


@pytest.mark.parametrize("status", ["open", "in_progress", "resolved", "closed"])
def test_a_status_can_be_set(api: APIClient, status: str) -> None:
    assert api.post(URL, WHOLE | {"status": status}).json()["status"] == status


@pytest.mark.parametrize("name", ["title", "description"])
def test_title_and_description_are_required(api: APIClient, name: str) -> None:
    response = api.post(URL, without(name))
    assert response.status_code == 400
    assert response.json() == {name: ["This field is required."], "codes": {name: ["required"]}}
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("name", ["title", "description"])
def test_every_kind_of_blank_is_rejected(api: APIClient, name: str, blank: str) -> None:
    response = api.post(URL, WHOLE | {name: blank})
    assert response.status_code == 400
    assert response.json() == {name: ["This field may not be blank."], "codes": {name: ["blank"]}}


@pytest.mark.parametrize("wrong", [None, 5, 1.5, True, ["a"], {"a": "b"}])
@pytest.mark.parametrize("name", ["title", "description", "category", "priority", "status"])
def test_wrong_types_are_rejected(api: APIClient, name: str, wrong: Any) -> None:
    response = api.post(URL, WHOLE | {name: wrong})
    assert response.status_code == 400
    assert list(response.json()) == [name, "codes"]


@pytest.mark.parametrize("wrong", ["", "urgent", "Billing", " billing", "billing\n"])
@pytest.mark.parametrize("name", ["category", "priority", "status"])
def test_unknown_choices_are_rejected(api: APIClient, name: str, wrong: str) -> None:
    response = api.post(URL, WHOLE | {name: wrong})
    assert response.status_code == 400
    assert list(response.json()) == [name, "codes"]


@pytest.mark.parametrize("character", ["x", "é", "😀", "漢"])
def test_the_length_of_a_title_is_counted_in_code_points(api: APIClient, character: str) -> None:
    assert api.post(URL, WHOLE | {"title": character * 200}).status_code == 201
    response = api.post(URL, WHOLE | {"title": character * 201})
    assert response.status_code == 400
    assert response.json() == {
        "title": ["Ensure this field has no more than 200 characters."],
        "codes": {"title": ["max_length"]},
    }


def test_the_length_of_a_title_is_counted_after_trimming(api: APIClient) -> None:
    response = api.post(URL, WHOLE | {"title": f"  {'x' * 200} \n"})
    assert response.status_code == 201
    assert response.json()["title"] == "x" * 200


def test_a_description_keeps_its_white_space(api: APIClient) -> None:
    text = "  first line\n\n    indented\n"
    assert api.post(URL, WHOLE | {"description": text}).json()["description"] == text


def test_a_description_has_at_most_50000_characters(api: APIClient) -> None:
    assert api.post(URL, WHOLE | {"description": "😀" * 50_000}).status_code == 201
    response = api.post(URL, WHOLE | {"description": "😀" * 50_001})
    assert response.status_code == 400
    assert list(response.json()) == ["description", "codes"]


@pytest.mark.parametrize(("given", "kept"), [("  Ward 4 ", "Ward 4"), ("", None), ("\u3000", None), (None, None)])
def test_a_requester_is_optional(api: APIClient, given: str | None, kept: str | None) -> None:
    response = api.post(URL, WHOLE | {"requester": given})
    assert response.status_code == 201
    assert response.json()["requester"] == kept


def test_a_requester_has_at_most_254_characters(api: APIClient) -> None:
    assert api.post(URL, WHOLE | {"requester": "x" * 254}).status_code == 201
    assert list(api.post(URL, WHOLE | {"requester": "x" * 255}).json()) == ["requester", "codes"]


def test_all_errors_are_reported_at_once(api: APIClient) -> None:
    response = api.post(URL, {"title": "", "category": "x", "priority": 1})
    assert set(response.json()) == {"title", "description", "category", "priority", "codes"}


def test_read_only_fields_are_ignored(api: APIClient) -> None:
    body = api.post(
        URL, WHOLE | {"id": 99, "version": 7, "created_at": "2001-01-01T00:00:00Z", "suggested_by": "openai"}
    ).json()
    assert body["id"] != 99
    assert body["version"] == 1
    assert not body["created_at"].startswith("2001")
    assert body["suggested"] is None
