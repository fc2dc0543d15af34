"""GET /api/tickets/?search= with many tickets: bounded work per page, and every match is reachable."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from tickets.models import Ticket
from tickets.queue.selectors import search
from tickets.queue.selectors.search import has_trigram
from tickets.queue.selectors.selection import RANKS

pytestmark = pytest.mark.django_db
URL = "/api/tickets/"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scales the limits down, so that a hundred tickets are many."""
    monkeypatch.setattr(search, "FIRST_SCAN", 4)
    monkeypatch.setattr(search, "SCAN_MAX", 16)
    monkeypatch.setattr(search, "SCAN_MAX_FREQUENT_WORDS", 16)


@pytest.fixture
def many(db: None) -> list[Ticket]:
    """A hundred tickets: `pc` in every 30th, `often` in two thirds, `seldom` in every 40th."""
    return Ticket.objects.bulk_create(
        Ticket(
            title=f"Ticket {n}" + (" PC" if n % 30 == 0 else ""),
            description=" ".join(word for word, there in (("OFTEN", n % 3), ("Seldom", n % 40 == 0)) if there) or "-",
            category="billing" if n % 2 else "account",
            priority=list(RANKS)[n % 4],
            created_at=NOON + timedelta(minutes=n % 50),
        )
        for n in range(100)
    )


def pages_from(api: APIClient, url: str | None, link: str = "next") -> Iterator[dict[str, Any]]:
    while url:
        response = api.get(url)
        assert response.status_code == 200
        yield response.json()
        url = response.json()[link]


def ids(pages: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> list[int]:
    return [one["id"] for page in pages for one in page["results"]]


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("labels", ["", "&category=account", "&category=account&priority=low&priority=critical"])
@pytest.mark.parametrize("sort", ["newest", "oldest", "priority"])
@pytest.mark.parametrize("words", ["pc", "often", "seldom", "absent", "often seldom", "seldom pc", "pc t", "ticket 9"])
def test_pagination_finds_every_match_once_and_in_order(
    api: APIClient, many: list[Ticket], words: str, sort: str, labels: str
) -> None:
    everything = ids([api.get(f"{URL}?page_size=100&sort={sort}{labels}").json()])
    texts = {one.pk: f"{one.title}\n{one.description}".lower() for one in many}
    expected = [number for number in everything if all(word in texts[number] for word in words.split())]
    pages = list(pages_from(api, f"{URL}?page_size=3&sort={sort}{labels}&search={words.replace(' ', '+')}"))
    assert ids(pages) == expected
    for page in pages:
        # A page that is neither full nor the last is limited.
        assert len(page["results"]) == 3 or page["next"] is None or page["search_limited"] is True
        assert page.get("search_limited", True) is True
    if expected:
        back = list(pages_from(api, [page for page in pages if page["results"]][-1]["previous"], "previous"))
        last = len([page for page in pages if page["results"]][-1]["results"])
        assert [number for page in reversed(back) for number in ids([page])] == expected[:-last]


@pytest.mark.usefixtures("small_limits", "many")
def test_a_search_without_trigram_may_be_limited_and_continues(api: APIClient) -> None:
    page = api.get(f"{URL}?search=PC").json()
    assert page["search_limited"] is True
    assert len(page["results"]) < 4
    assert page["next"]
    assert list(page) == ["next", "previous", "results", "search_limited"]


@pytest.mark.usefixtures("small_limits", "many")
@pytest.mark.parametrize("words", ["seldom", "absent", "seldom pc"])
def test_a_search_by_the_index_is_not_limited(api: APIClient, words: str) -> None:
    page = api.get(URL, {"search": words}).json()
    assert list(page) == ["next", "previous", "results"]
    assert page["next"] is None


@pytest.mark.usefixtures("many")
def test_few_tickets_are_searched_completely(api: APIClient) -> None:
    page = api.get(f"{URL}?search=pc").json()
    assert len(page["results"]) == 4
    assert "search_limited" not in page


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("words", ["xy", "absent"])
def test_a_search_that_times_out_returns_its_matches_so_far(
    api: APIClient, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr(search, "TIMEOUT_MS", 1)
    # Every ticket is a candidate of the index, but none matches, so the recheck takes seconds.
    long = "absen bsent xx yy " * 500
    Ticket.objects.bulk_create(
        Ticket(title=f"t{n}", description=long, category="billing", priority="low") for n in range(500)
    )
    page = api.get(URL, {"search": words}).json()
    assert page["results"] == []
    assert page["search_limited"] is True
    assert page["next"]
    assert api.get(page["next"]).status_code == 200


@pytest.mark.parametrize("word", ["abc", "a1b", "-abc-", "é漢字", "हिन्दी", "100%", "x" * 200])
def test_words_with_a_trigram(word: str) -> None:
    assert has_trigram(word)


@pytest.mark.parametrize("word", ["ab", "a-b", "--", "a_b", "%%%", "😀😀😀", "10%"])
def test_words_without_a_trigram(word: str) -> None:
    assert not has_trigram(word)
