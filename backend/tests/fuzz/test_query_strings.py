"""Any query string gets rows or a 400 that names a parameter; never a 5xx, and never rows that do not match."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from tests.fuzz.inputs import LABELS, NUMBERS, SPECIAL_STRINGS, cursor, fuzz, query, value
from tickets.models import Ticket
from tickets.queue.filters import PARAMETERS

pytestmark = pytest.mark.django_db
LIST = "/api/tickets/"
NAMES = [*(one.name for one in PARAMETERS), "cursor", "page_size"]


def get(path: str, query_string: str) -> Any:
    response = APIClient().generic("GET", path, QUERY_STRING=query_string)
    assert response["Content-Type"] == "application/json"
    return response


def assert_valid(response: Any, *codes: int) -> None:
    assert response.status_code in {200, *codes}, response.content
    if response.status_code == 400:
        body = response.json()
        assert body
        assert all(isinstance(name, str) and problem for name, problem in body.items())


@fuzz
@given(query(NAMES))
def test_list(query_string: str) -> None:
    assert_valid(get(LIST, query_string), 400)


@pytest.mark.parametrize("name", NAMES)
def test_special_values(name: str) -> None:
    for one in [*SPECIAL_STRINGS, *NUMBERS, *LABELS]:
        response = get(LIST, f"{name}={quote_from_bytes(one.encode('utf-8', 'surrogatepass'))}")
        assert_valid(response, 400)
        assert response.status_code == 200 or list(response.json()) == [name, "codes"]


@fuzz
@given(query(["category", "priority", "status"]))
def test_counts(query_string: str) -> None:
    assert_valid(get(f"{LIST}counts/", query_string), 400)


@fuzz
@given(query(["days"]))
def test_insights(query_string: str) -> None:
    assert_valid(get(f"{LIST}insights/", query_string), 400)


def test_notes(ticket: Callable[..., Ticket]) -> None:
    path = f"{LIST}{ticket().pk}/notes/"

    @fuzz
    @given(query(["after"]))
    def notes(query_string: str) -> None:
        assert_valid(get(path, query_string), 400)

    notes()


@fuzz
@given(value)
def test_paths(name: str) -> None:
    if "\n" in name or "\r" in name:
        name = name.replace("\n", "").replace("\r", "")
    path = f"{LIST}{name.encode('utf-8', 'surrogatepass').decode('latin-1')}/"
    response = APIClient().generic("GET", "/", PATH_INFO=path)
    assert response.status_code in {200, 308, 400, 404, 405}


@fuzz
@given(cursor)
def test_cursors(text: str) -> None:
    response = APIClient().get(LIST, {"cursor": text.encode("utf-8", "surrogatepass")})
    assert_valid(response, 400)
    if response.status_code == 400:
        assert list(response.json()) == ["cursor", "codes"]


@pytest.mark.parametrize("times", [2, 50, 2000])
@pytest.mark.parametrize("name", NAMES)
def test_a_repeated_parameter(name: str, times: int) -> None:
    assert_valid(get(LIST, "&".join([f"{name}=1"] * times)), 400)


@pytest.mark.parametrize("size", [201, 10_000, 1_000_000])
def test_a_search_of_any_length(size: int) -> None:
    assert get(LIST, f"search={'x' * size}").status_code == 400


@fuzz
@given(st.lists(st.text("aAbB%_\\'\"-", min_size=1, max_size=6), min_size=1, max_size=5), st.data())
def test_a_search_finds_exactly_the_tickets_with_its_words(titles: list[str], data: st.DataObject) -> None:
    Ticket.objects.all().delete()
    Ticket.objects.bulk_create(Ticket(title=one, description="0", category="general", priority="low") for one in titles)
    words = data.draw(st.lists(st.text("aAbB%_\\'\"-", min_size=1, max_size=3), min_size=1, max_size=3))
    response = APIClient().get(LIST, {"search": " ".join(words)})
    assert response.status_code == 200, response.content
    expected = sorted(one for one in titles if all(word.lower() in one.lower() for word in words))
    assert sorted(one["title"] for one in response.json()["results"]) == expected
