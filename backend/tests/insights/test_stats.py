"""GET /api/tickets/stats/: the statistics of the dashboard."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from insights.services import tally_rebuild
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
URL = "/api/tickets/stats/"
Make = Callable[..., Ticket]


def set_created_at(made: Ticket, when: datetime) -> None:
    Ticket.objects.filter(pk=made.pk).update(created_at=when)


def test_an_empty_desk_counts_zero(api: APIClient) -> None:
    response = api.get(URL)
    assert response.status_code == 200
    assert response.json() == {
        "total_tickets": 0,
        "open_tickets": 0,
        "avg_tickets_per_day": 0.0,
        "priority_breakdown": {"low": 0, "medium": 0, "high": 0, "critical": 0},
        "category_breakdown": {"billing": 0, "technical": 0, "account": 0, "general": 0},
    }


def test_it_counts_tickets(api: APIClient, ticket: Make) -> None:
    ticket(category="billing", priority="low")
    ticket(category="billing", priority="critical", status="closed")
    ticket(category="general", priority="low", status="in_progress")
    body = api.get(URL).json()
    assert body["total_tickets"] == 3
    assert body["open_tickets"] == 1
    assert body["avg_tickets_per_day"] == 3.0
    assert body["priority_breakdown"] == {"low": 2, "medium": 0, "high": 0, "critical": 1}
    assert body["category_breakdown"] == {"billing": 2, "technical": 0, "account": 0, "general": 1}


def test_the_average_counts_the_first_day_and_today(api: APIClient, ticket: Make) -> None:
    set_created_at(ticket(), timezone.now() - timedelta(days=2))
    ticket()
    assert api.get(URL).json()["avg_tickets_per_day"] == 0.7


def test_a_ticket_in_the_future_counts_as_one_day(api: APIClient, ticket: Make) -> None:
    set_created_at(ticket(), timezone.now() + timedelta(hours=23))
    assert api.get(URL).json()["avg_tickets_per_day"] == 1.0


@pytest.mark.parametrize(("zone", "average"), [("UTC", 1.0), ("Pacific/Kiritimati", 0.5), ("Pacific/Pago_Pago", 1.0)])
def test_days_are_in_the_desks_time_zone(
    api: APIClient, ticket: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch, zone: str, average: float
) -> None:
    # 9:30 and 10:30 UTC are on one day in UTC and in Pago Pago; in Kiritimati (UTC+14) midnight is between them.
    settings.TIME_ZONE = zone
    tally_rebuild()
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 4, 10, 30, tzinfo=UTC))
    set_created_at(ticket(), datetime(2026, 3, 4, 9, 30, tzinfo=UTC))
    assert api.get(URL).json()["avg_tickets_per_day"] == average


def test_it_is_one_query_of_the_tallies(api: APIClient, ticket: Make) -> None:
    for _ in range(3):
        ticket()
    with CaptureQueriesContext(connection) as queries:
        api.get(URL)
    assert len(queries) == 1
    assert '"tickets_ticket"' not in queries[0]["sql"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_not_allowed(api: APIClient, method: str) -> None:
    assert getattr(api, method)(URL).status_code == 405
