"""The rows of GET /api/tickets/: equal to the documented serializer, and excerpts with ?text=excerpt."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from tickets.models import Ticket
from tickets.queue.filters import EXCERPT_LENGTH
from tickets.queue.serializers import ticket_json
from tickets.serializers import TicketRowSerializer, TicketSerializer

pytestmark = pytest.mark.django_db
URL = "/api/tickets/"
Make = Callable[..., Ticket]
SUGGESTED: dict[str, Any] = {
    "suggested_category": "billing",
    "suggested_priority": None,
    "suggested_by": "ollama",
    "suggested_model": "granite4.1:3b",
    "suggested_confidence": {"category": 0.25, "priority": None},
    "suggested_prompt": "v1",
    "suggested_ms": 1234,
    "suggested_text_changed": True,
}


@pytest.fixture(params=["UTC", "Asia/Kolkata", "Europe/London"])
def zone(request: pytest.FixtureRequest, settings: Settings) -> None:
    settings.TIME_ZONE = request.param


@pytest.mark.usefixtures("zone")
def test_a_row_equals_the_output_of_the_serializer(api: APIClient, ticket: Make) -> None:
    ticket(title="Ä \U0001f600", description="Ä \u2028 \U0001f600", requester="ward 3")
    ticket(category="billing", priority="low")
    Ticket.objects.filter(pk=ticket().pk).update(**SUGGESTED)
    Ticket.objects.filter(pk=ticket().pk).update(**SUGGESTED | {"suggested_confidence": None})
    listed = api.get(URL).json()["results"]
    stored = [Ticket.objects.get(pk=one["id"]) for one in listed]
    assert len(listed) == 4
    assert listed == [json.loads(JSONRenderer().render(TicketSerializer(one).data)) for one in stored]
    assert [list(row) for row in listed] == [list(TicketSerializer.Meta.fields)] * 4
    assert [ticket_json(one) for one in stored] == listed


def test_the_schema_documents_every_field(api: APIClient, ticket: Make) -> None:
    ticket()
    (row,) = api.get(f"{URL}?text=excerpt").json()["results"]
    assert list(row) == list(TicketRowSerializer().fields)


def test_an_excerpt_must_be_requested(api: APIClient, ticket: Make) -> None:
    text = "\U0001f600é" * 25_000
    ticket(description=text)
    for query in ("", "?text=", "?text=full"):
        (row,) = api.get(f"{URL}{query}").json()["results"]
        assert row["description"] == text
        assert "description_cut" not in row
    (row,) = api.get(f"{URL}?text=excerpt").json()["results"]
    assert row["description"] == text[:EXCERPT_LENGTH]
    assert row["description_cut"] is True


@pytest.mark.parametrize("length", [1, EXCERPT_LENGTH - 1, EXCERPT_LENGTH, EXCERPT_LENGTH + 1])
def test_an_excerpt_says_whether_it_is_truncated(api: APIClient, ticket: Make, length: int) -> None:
    ticket(description="x" * length)
    (row,) = api.get(f"{URL}?text=excerpt").json()["results"]
    assert (row["description"], row["description_cut"]) == ("x" * min(length, EXCERPT_LENGTH), length > EXCERPT_LENGTH)


def test_an_unknown_value_of_text_is_rejected(api: APIClient) -> None:
    response = api.get(f"{URL}?text=none")
    assert response.status_code == 400
    assert list(response.json()) == ["text", "codes"]
