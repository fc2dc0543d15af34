"""GET /api/tickets/?source= &outcome= &changed=: the tickets of each figure of insights."""

from itertools import product

import pytest
from rest_framework.test import APIClient

from suggestions.choices import Category, Source
from tickets.choices import Status
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
URL = "/api/tickets/"


@pytest.fixture
def every_kind(db: None) -> list[Ticket]:
    """Tickets of every source, status and outcome of both fields; some with changed text, some without suggestion."""
    plain = {"title": "t", "description": "d", "category": "billing", "priority": "high"}
    kinds = product(Source.values, Status.values, (None, "billing", "account"), (None, "high", "low"), (False, True))
    made = [Ticket(**plain, status=status) for status in Status.values]
    made += [
        Ticket(
            **plain,
            status=status,
            suggested_by=source,
            suggested_category=category,
            suggested_priority=priority,
            suggested_text_changed=text_changed,
        )
        for source, status, category, priority, text_changed in kinds
        if category or priority
    ]
    return Ticket.objects.bulk_create(made)


def ids(api: APIClient, query: str) -> set[int]:
    url: str | None = f"{URL}?page_size=100&{query}"
    found: list[int] = []
    while url:
        body = api.get(url).json()
        found += [one["id"] for one in body["results"]]
        url = body["next"]
    assert len(found) == len(set(found))
    return set(found)


def test_every_figure_of_insights_equals_the_length_of_its_list(api: APIClient, every_kind: list[Ticket]) -> None:
    for figures in api.get("/api/tickets/insights/").json()["sources"]:
        source = f"source={figures['source']}"
        assert len(ids(api, source)) == figures["used"] > 0
        for outcome in ("kept", "changed", "unreviewed"):
            assert len(ids(api, f"{source}&outcome={outcome}")) == figures[outcome] > 0
        for field, share in figures["changed_by_field"].items():
            assert len(ids(api, f"{source}&changed={field}")) == share["count"] > 0


def test_the_list_contains_the_matching_tickets(api: APIClient, every_kind: list[Ticket]) -> None:
    counted = {one.pk: one for one in every_kind if one.suggested_by and not one.suggested_text_changed}
    category = {pk for pk, one in counted.items() if one.suggested_category == "account"}
    priority = {pk for pk, one in counted.items() if one.suggested_priority == "low"}
    done = {pk for pk, one in counted.items() if one.status in {"resolved", "closed"}}
    unchanged = counted.keys() - category - priority
    assert ids(api, "outcome=changed") == category | priority
    assert ids(api, "outcome=kept") == unchanged & done
    assert ids(api, "outcome=unreviewed") == unchanged - done
    assert ids(api, "changed=category") == category
    assert ids(api, "changed=priority&changed=category") == category | priority
    assert ids(api, "changed=priority&status=closed&source=ollama&outcome=changed") == {
        pk for pk in priority if counted[pk].status == "closed" and counted[pk].suggested_by == "ollama"
    }
    assert ids(api, "outcome=kept&outcome=unreviewed") == unchanged
    assert ids(api, "outcome=kept&changed=category") == set()
    assert ids(api, "outcome=kept&status=open") == set()
    every_source = "&".join(f"source={source}" for source in Source.values)
    assert ids(api, f"{every_source}&search=T&sort=priority") == counted.keys()


def test_changing_a_ticket_changes_its_outcome(api: APIClient, every_kind: list[Ticket]) -> None:
    one = next(iter(ids(api, "outcome=unreviewed&source=keywords")))
    suggested = Ticket.objects.get(pk=one).suggested_category
    other = next(label for label in Category.values if label not in {suggested, "billing"})
    Ticket.objects.filter(pk=one).update(category=other, suggested_category="billing")
    assert one in ids(api, "outcome=changed&changed=category&source=keywords")
    assert one not in ids(api, "outcome=unreviewed")


@pytest.mark.parametrize("name", ["source", "outcome", "changed"])
def test_unknown_values_are_rejected(api: APIClient, name: str) -> None:
    response = api.get(URL, {name: "nobody"})
    assert response.status_code == 400
    assert list(response.json()) == [name, "codes"]
