"""GET /api/tickets/counts/: each count equals the number of tickets that the list shows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from insights.selectors.counts import FIELDS, ticket_counts
from suggestions.choices import Category, Priority
from tickets.choices import Status
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
URL = "/api/tickets/counts/"
Make = Callable[..., Ticket]


def test_an_empty_desk_counts_zero_for_every_label(api: APIClient) -> None:
    response = api.get(URL)
    assert response.status_code == 200
    assert response.json() == {
        "total": 0,
        "status": {"open": 0, "in_progress": 0, "resolved": 0, "closed": 0},
        "priority": {"low": 0, "medium": 0, "high": 0, "critical": 0},
        "category": {"billing": 0, "technical": 0, "account": 0, "general": 0},
    }


def test_a_field_is_filtered_by_the_others_and_not_by_itself(api: APIClient, ticket: Make) -> None:
    ticket(category="billing", priority="low")
    ticket(category="billing", priority="high")
    ticket(category="account", priority="high", status="closed")
    body = api.get(URL, {"category": "billing"}).json()
    assert body["total"] == 2
    assert body["category"] == {"billing": 2, "technical": 0, "account": 1, "general": 0}
    assert body["priority"] == {"low": 1, "medium": 0, "high": 1, "critical": 0}
    assert body["status"] == {"open": 2, "in_progress": 0, "resolved": 0, "closed": 0}


def test_filters_may_repeat_and_empty_ones_are_ignored(api: APIClient, ticket: Make) -> None:
    ticket(priority="low")
    ticket(priority="high")
    ticket(priority="critical")
    assert api.get(f"{URL}?priority=low&priority=high&status=&category=").json()["total"] == 2


labels = st.fixed_dictionaries(
    {"category": st.sampled_from(Category.values), "priority": st.sampled_from(Priority.values)}
    | {"status": st.sampled_from(Status.values)}
)
chosen = st.fixed_dictionaries(
    {field: st.sets(st.sampled_from(values), max_size=3) for field, values in FIELDS.items()}
)


@settings(deadline=None, max_examples=25)
@given(rows=st.lists(labels, max_size=12), chosen=chosen)
def test_every_count_equals_the_length_of_the_list(rows: list[dict[str, str]], chosen: dict[str, set[str]]) -> None:
    with transaction.atomic():
        Ticket.objects.bulk_create(Ticket(title="A title", description="A text", **row) for row in rows)
        shown = ticket_counts(chosen)
        assert shown["total"] == _listed(chosen)
        for field, values in FIELDS.items():
            for label in values:
                assert shown[field][label] == _listed(chosen | {field: {label}})
        transaction.set_rollback(True)


def _listed(chosen: dict[str, set[str]]) -> int:
    query = {name: list(values) for name, values in chosen.items()}
    return len(APIClient().get("/api/tickets/", query).json()["results"])


@pytest.mark.parametrize("field", FIELDS)
def test_an_unknown_label_is_rejected(api: APIClient, field: str) -> None:
    response = api.get(URL, {field: "nonsense"})
    assert response.status_code == 400
    assert list(response.json()) == [field, "codes"]


def test_it_is_one_query_of_the_tallies(api: APIClient, ticket: Make) -> None:
    ticket()
    with CaptureQueriesContext(connection) as queries:
        api.get(URL, {"status": ["open", "closed"], "priority": "low"})
    (query,) = queries.captured_queries
    assert '"tickets_ticket"' not in query["sql"]


def test_other_methods_are_not_allowed(api: APIClient) -> None:
    answers: list[Any] = [api.post(URL, {}), api.put(URL, {}), api.delete(URL)]
    assert {answer.status_code for answer in answers} == {405}
