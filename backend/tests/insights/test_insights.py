"""GET /api/tickets/insights/: tickets per day, by status, and the outcomes of each source's suggestions."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from insights.selectors.insights import share
from insights.services import tally_rebuild
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
URL = "/api/tickets/insights/"
NOTHING = {"count": 0, "n": 0, "share": None, "low": None, "high": None}


@pytest.fixture
def suggested(ticket: Callable[..., Ticket]) -> Callable[..., Ticket]:
    """Creates a ticket with the suggestion billing and high of the local model; columns can be overridden."""

    def make(**columns: Any) -> Ticket:
        made = ticket(category="billing", priority="high")
        values = {
            "suggested_by": "ollama",
            "suggested_category": "billing",
            "suggested_priority": "high",
            "suggested_ms": 1000,
        }
        Ticket.objects.filter(pk=made.pk).update(**(values | columns))
        return made

    return make


def ollama(api: APIClient) -> dict[str, Any]:
    return dict(next(one for one in api.get(URL).json()["sources"] if one["source"] == "ollama"))


def outcome(api: APIClient) -> tuple[int, int, int, int]:
    row = ollama(api)
    return row["used"], row["kept"], row["changed"], row["unreviewed"]


def test_an_empty_desk_has_zeros(api: APIClient) -> None:
    body = api.get(URL).json()
    assert body["days"] == 30
    assert len(body["tickets_per_day"]) == 30
    assert body["tickets_per_day"][-1] == {"date": str(timezone.localdate()), "tickets": 0}
    assert body["created_from"] == body["tickets_per_day"][0]["date"]
    assert [age["tickets"] for age in body["open_age"]] == [0, 0, 0, 0, 0]
    assert body["status_breakdown"] == {"open": 0, "in_progress": 0, "resolved": 0, "closed": 0}
    assert body["sources"] == [
        {
            "source": source,
            "used": 0,
            "kept": 0,
            "changed": 0,
            "unreviewed": 0,
            "kept_share": NOTHING,
            "changed_by_field": {"category": NOTHING, "priority": NOTHING},
            "latency_ms": {"p50": None, "p95": None},
        }
        for source in ("ollama", "openai", "classifier", "keywords")
    ]


def test_days_are_in_the_desks_time_zone(
    api: APIClient, ticket: Callable[..., Ticket], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TIME_ZONE = "Pacific/Kiritimati"
    tally_rebuild()
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 4, 11, 0, tzinfo=UTC))
    for hour in (9, 10, 11):
        Ticket.objects.filter(pk=ticket().pk).update(created_at=datetime(2026, 3, 4, hour, tzinfo=UTC))
    days = api.get(URL, {"days": "2"}).json()["tickets_per_day"]
    assert days == [{"date": "2026-03-04", "tickets": 1}, {"date": "2026-03-05", "tickets": 2}]


def test_older_tickets_are_left_out(api: APIClient, suggested: Callable[..., Ticket]) -> None:
    suggested(created_at=timezone.now() - timedelta(days=31))
    assert outcome(api) == (0, 0, 0, 0)
    assert api.get(URL, {"days": "40"}).json()["sources"][0]["used"] == 1


@pytest.mark.parametrize(
    ("columns", "counted"),
    [
        ({}, (1, 0, 0, 1)),
        ({"status": "in_progress"}, (1, 0, 0, 1)),
        ({"status": "resolved"}, (1, 1, 0, 0)),
        ({"status": "closed"}, (1, 1, 0, 0)),
        ({"priority": "low"}, (1, 0, 1, 0)),
        ({"priority": "low", "status": "closed"}, (1, 0, 1, 0)),
        ({"category": "account"}, (1, 0, 1, 0)),
        ({"suggested_category": None, "category": "account", "status": "closed"}, (1, 1, 0, 0)),
        ({"suggested_text_changed": True}, (0, 0, 0, 0)),
    ],
)
def test_the_outcome_of_a_suggestion(
    api: APIClient, suggested: Callable[..., Ticket], columns: dict[str, Any], counted: tuple[int, int, int, int]
) -> None:
    suggested(**columns)
    assert outcome(api) == counted


def test_a_ticket_without_suggestion_counts_for_no_source(api: APIClient, ticket: Callable[..., Ticket]) -> None:
    ticket()
    assert [one["used"] for one in api.get(URL).json()["sources"]] == [0, 0, 0, 0]


def test_shares_and_latency(api: APIClient, suggested: Callable[..., Ticket]) -> None:
    for number in range(4):
        suggested(status="closed", suggested_ms=100 * number)
    suggested(category="account", suggested_ms=400)
    row = ollama(api)
    assert row["kept_share"] == {"count": 4, "n": 5, "share": 0.8, "low": 0.3755, "high": 0.9638}
    assert row["changed_by_field"]["category"]["count"] == 1
    assert row["changed_by_field"]["priority"]["count"] == 0
    # The middles of the buckets of 200 and 400.
    assert row["latency_ms"] == {"p50": 199.5, "p95": 399.5}
    assert row["latency_ms"] == {"p50": pytest.approx(200, rel=0.0625), "p95": pytest.approx(400, rel=0.0625)}


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 1, 0.2065, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_wilsons_interval(part: int, n: int, low: float, high: float) -> None:
    assert (share(part, n)["low"], share(part, n)["high"]) == (low, high)


@pytest.mark.parametrize("wrong", ["0", "-1", "367", "x", "1.5", "9" * 50])
def test_invalid_days_are_rejected(api: APIClient, wrong: str) -> None:
    response = api.get(URL, {"days": wrong})
    assert response.status_code == 400
    assert list(response.json()) == ["days", "codes"]


def test_only_the_tallies_are_queried(api: APIClient, suggested: Callable[..., Ticket]) -> None:
    for _ in range(3):
        suggested()
    with CaptureQueriesContext(connection) as queries:
        api.get(URL)
    assert len(queries) == 4
    assert not any('"tickets_ticket"' in query["sql"] for query in queries)


def test_unfinished_tickets_are_counted_by_age(api: APIClient, ticket: Callable[..., Ticket]) -> None:
    today = timezone.localdate()
    # -0.99: a ticket dated in the future by a fast clock.
    for age in (-0.99, 0, 1, 2, 3, 7, 8, 30, 31, 400):
        for status in ("open", "in_progress", "resolved", "closed"):
            made = ticket(status=status)
            Ticket.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=age))

    def day(age: int) -> str:
        return str(today - timedelta(days=age))

    rows = [
        (row["days_from"], row["days_to"], row["created_from"], row["created_to"], row["tickets"])
        for row in api.get(URL, {"days": "7"}).json()["open_age"]
    ]
    assert rows == [
        (0, 0, day(0), None, 4),
        (1, 2, day(2), day(1), 4),
        (3, 7, day(7), day(3), 4),
        (8, 30, day(30), day(8), 4),
        (31, None, None, day(31), 4),
    ]
