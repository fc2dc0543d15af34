"""GET /api/tickets/?created_from= &created_to=: inclusive days in the desk's time zone."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from tickets.models import Ticket

pytestmark = pytest.mark.django_db
URL = "/api/tickets/"
Make = Callable[..., Ticket]


@pytest.fixture
def at(ticket: Make) -> Callable[[str], None]:
    """Creates a ticket at a time, which is its title too."""

    def make(moment: str) -> None:
        pk = ticket(title=moment).pk
        Ticket.objects.filter(pk=pk).update(created_at=datetime.fromisoformat(moment).replace(tzinfo=UTC))

    return make


@pytest.fixture
def berlin(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"


def titles(api: APIClient, query: str) -> list[str]:
    return [one["title"] for one in api.get(f"{URL}?sort=oldest&{query}").json()["results"]]


@pytest.mark.parametrize("labels", ["", "&category=technical", "&search=2026", "&sort=newest"])
def test_both_days_are_inclusive(api: APIClient, at: Callable[[str], None], labels: str) -> None:
    inside = ["2026-03-01 00:00:00", "2026-03-02 12:00:00", "2026-03-02 23:59:59.999999"]
    for moment in ("2026-02-28 23:59:59.999999", *inside, "2026-03-03 00:00:00"):
        at(moment)
    found = titles(api, f"created_from=2026-03-01&created_to=2026-03-02{labels}")
    assert sorted(found) == inside
    assert len(titles(api, "created_from=2026-03-01")) == 4
    assert len(titles(api, "created_to=2026-03-02")) == 4
    assert titles(api, "created_from=2026-03-02&created_to=2026-03-02") == inside[1:]


@pytest.mark.usefixtures("berlin")
def test_days_are_in_the_desks_time_zone_with_daylight_saving(api: APIClient, at: Callable[[str], None]) -> None:
    # 29 March 2026 has 23 hours in Berlin: from 23:00 UTC the evening before until 22:00 UTC.
    inside = ["2026-03-28 23:00:00", "2026-03-29 21:59:59"]
    for moment in ("2026-03-28 22:59:59", *inside, "2026-03-29 22:00:00"):
        at(moment)
    assert titles(api, "created_from=2026-03-29&created_to=2026-03-29") == inside


@pytest.mark.parametrize("query", ["created_from=0001-01-01", "created_to=9999-12-31", "created_from=&created_to="])
@pytest.mark.usefixtures("berlin")
def test_the_minimum_and_maximum_date_do_not_filter(api: APIClient, at: Callable[[str], None], query: str) -> None:
    at("2026-03-01 00:00:00")
    assert len(titles(api, query)) == 1


@pytest.mark.parametrize("name", ["created_from", "created_to"])
@pytest.mark.parametrize(
    "day", ["today", "2026-02-30", "20260301", "2026-W10-1", "2026-03-01T00:00", "٢٠٢٦-03-01", "0000-01-01"]
)
def test_an_invalid_day_is_rejected(api: APIClient, name: str, day: str) -> None:
    response = api.get(URL, {name: day})
    assert response.status_code == 400
    assert list(response.json()) == [name, "codes"]


def test_an_inverted_range_is_rejected(api: APIClient) -> None:
    response = api.get(f"{URL}?created_from=2026-03-02&created_to=2026-03-01")
    assert response.status_code == 400
    assert list(response.json()) == ["created_to", "codes"]


def test_pagination_stays_within_the_range(api: APIClient, at: Callable[[str], None]) -> None:
    for hour in range(5):
        at(f"2026-03-01 0{hour}:00:00")
    for sort in ("newest", "oldest", "priority"):
        url: str | None = f"{URL}?created_from=2026-03-01&created_to=2026-03-01&page_size=2&sort={sort}"
        seen = []
        while url:
            body = api.get(url).json()
            seen += [one["title"] for one in body["results"]]
            url = body["next"]
        assert len(seen) == len(set(seen)) == 5
