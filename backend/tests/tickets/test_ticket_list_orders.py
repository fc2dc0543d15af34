"""GET /api/tickets/?sort=: pagination in both directions for every sort order, also with equal keys."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from tickets.models import Ticket
from tickets.queue.selectors.selection import RANKS

pytestmark = pytest.mark.django_db
URL = "/api/tickets/"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ORDERS: dict[str, Callable[[Ticket], Any]] = {
    "newest": lambda one: (-one.created_at.timestamp(), -one.pk),
    "oldest": lambda one: (one.created_at.timestamp(), one.pk),
    "priority": lambda one: (RANKS[one.priority], -one.created_at.timestamp(), -one.pk),
}


@pytest.fixture
def many(db: None) -> list[Ticket]:
    """Sixty tickets of all priorities with six different timestamps."""
    labels = list(RANKS)
    return Ticket.objects.bulk_create(
        Ticket(
            title=f"t{n}",
            description="d",
            category="billing" if n % 3 else "account",
            priority=labels[n * 7 % 4],
            status="open" if n % 2 else "closed",
            created_at=NOON + timedelta(hours=n * 5 % 6),
        )
        for n in range(60)
    )


def pages(api: APIClient, url: str | None, link: str = "next") -> Iterator[list[int]]:
    while url:
        body = api.get(url).json()
        yield [one["id"] for one in body["results"]]
        url = body[link]


@pytest.mark.parametrize("labels", ["", "&category=billing", "&priority=high&priority=low&status=open"])
@pytest.mark.parametrize("sort", ORDERS)
def test_pages_are_complete_in_both_directions(api: APIClient, many: list[Ticket], sort: str, labels: str) -> None:
    url = f"{URL}?sort={sort}&page_size=7{labels}"
    everything = api.get(f"{URL}?sort={sort}&page_size=100{labels}").json()["results"]
    wanted = {one["id"] for one in everything}
    assert [one["id"] for one in everything] == [one.pk for one in sorted(many, key=ORDERS[sort]) if one.pk in wanted]
    forth = list(pages(api, url))
    assert [number for page in forth for number in page] == [one["id"] for one in everything]
    last = api.get(url).json()
    while last["next"]:
        last = api.get(last["next"]).json()
    assert [*reversed(list(pages(api, last["previous"], "previous"))), forth[-1]] == forth


@pytest.mark.parametrize("sort", ORDERS)
def test_ten_thousand_equal_tickets_are_each_listed_once(api: APIClient, sort: str) -> None:
    Ticket.objects.bulk_create(
        Ticket(title="t", description="d", category="general", priority="low") for _ in range(10_000)
    )
    seen = [number for page in pages(api, f"{URL}?sort={sort}&page_size=100&category=general") for number in page]
    assert len(seen) == 10_000
    assert seen == sorted(seen, reverse=sort != "oldest")


def test_a_cursor_of_another_sort_order_is_rejected(api: APIClient, many: list[Ticket]) -> None:
    following = api.get(f"{URL}?sort=oldest&page_size=5").json()["next"]
    response = api.get(following.replace("sort=oldest", "sort=newest"))
    assert response.status_code == 400
    assert response.json() == {
        "cursor": ["This cursor is of a list sorted by oldest, not by newest."],
        "codes": {"cursor": ["cursor_of_another_order"]},
    }


@pytest.mark.parametrize("sort", ["Newest", "-created_at", "updated"])
def test_an_unknown_sort_order_is_rejected(api: APIClient, sort: str) -> None:
    response = api.get(URL, {"sort": sort})
    assert response.status_code == 400
    assert list(response.json()) == ["sort", "codes"]


def test_an_empty_sort_order_is_the_default(api: APIClient, many: list[Ticket]) -> None:
    assert api.get(f"{URL}?sort=").json()["results"] == api.get(URL).json()["results"]
