"""Any body gets an answer: what it asks for, or what is wrong with it; the database's own rules are never reached."""

import json
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from tests.fuzz.inputs import NASTY, NUMBERS, anything, body, header, stranger, text
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
LIST = "/api/tickets/"
DOORS = {
    LIST: ["title", "description", "requester", "category", "priority", "status", "suggestion"],
    f"{LIST}classify/": ["title", "description", "local_only"],
    f"{LIST}similar/": ["title"],
    f"{LIST}bulk/": ["changes"],
}
GOOD = {"title": "A title", "description": "A text", "category": "billing", "priority": "low"}


def send(method: str, path: str, content: bytes, **headers: str) -> Any:
    # The stubs want text here; what matters is bytes.
    response = APIClient().generic(
        method, path, cast(str, content), content_type="application/json", headers=cast(Any, headers) or None
    )
    assert response["Content-Type"] == "application/json"
    assert isinstance(response.json(), dict)
    return response


@pytest.mark.parametrize("door", DOORS)
def test_of_what_is_posted(door: str) -> None:
    @stranger
    @given(body(DOORS[door]))
    def posts(content: bytes) -> None:
        assert send("POST", door, content).status_code in {200, 201, 400}

    posts()


@pytest.mark.parametrize("name", DOORS[LIST])
def test_of_every_value_that_ever_broke_something(name: str) -> None:
    wrongs: list[Any] = [
        *NASTY,
        *NUMBERS,
        0,
        -1,
        2**63,
        10**400,
        1e308,
        True,
        None,
        [],
        {},
        [[]],
        {"a": "\x00"},
        ["\ud800"],
    ]
    for wrong in wrongs:
        response = send("POST", LIST, json.dumps(GOOD | {name: wrong}).encode())
        assert response.status_code in {201, 400}
        assert response.status_code == 201 or list(response.json()) == [name]


@stranger
@given(name=st.sampled_from(DOORS[LIST]), wrong=anything | text)
def test_of_a_ticket_with_one_part_that_may_be_wrong(name: str, wrong: Any) -> None:
    response = send("POST", LIST, json.dumps(GOOD | {name: wrong}).encode())
    assert response.status_code in {201, 400}
    if response.status_code == 400:
        assert list(response.json()) == [name]


def test_of_changes(ticket: Callable[..., Ticket]) -> None:
    path = f"{LIST}{ticket().pk}/"

    @stranger
    @given(body([*DOORS[LIST], "version", "created_at", "id"]))
    def changes(content: bytes) -> None:
        assert send("PATCH", path, content).status_code in {200, 400}

    @stranger
    @given(name=st.sampled_from(["title", "description", "category", "priority", "status"]), wrong=anything | text)
    def change(name: str, wrong: Any) -> None:
        response = send("PATCH", path, json.dumps({name: wrong}).encode())
        assert response.status_code in {200, 400}
        if response.status_code == 400:
            assert list(response.json()) == [name]

    changes()
    change()


def test_of_notes(ticket: Callable[..., Ticket]) -> None:
    path = f"{LIST}{ticket().pk}/notes/"

    @stranger
    @given(body(["text", "author"]))
    def notes(content: bytes) -> None:
        assert send("POST", path, content).status_code in {201, 400}

    notes()


def test_of_many_changes_at_once(ticket: Callable[..., Ticket]) -> None:
    number = st.sampled_from([ticket().pk, ticket().pk, 10**18, 2**63, -1, 0, 1.5, "1", None, True])
    change = st.dictionaries(st.sampled_from(["status", "category", "priority", "version"]), anything, max_size=3)
    likely = st.fixed_dictionaries({"id": number, "status": st.sampled_from(["open", "closed", "x"])})

    @stranger
    @given(st.lists(likely | change | anything, max_size=5))
    def bulk(changes: list[Any]) -> None:
        assert send("POST", f"{LIST}bulk/", json.dumps({"changes": changes}).encode()).status_code in {200, 400}

    bulk()


def test_of_if_match(ticket: Callable[..., Ticket]) -> None:
    path = f"{LIST}{ticket().pk}/"

    @stranger
    @given(header)
    def conditions(tag: str) -> None:
        response = send("PATCH", path, b"{}", **{"If-Match": tag})
        assert response.status_code in {200, 412}
        if response.status_code == 412:
            assert response.json()["ticket"]["version"] == 1

    conditions()


@stranger
@given(header)
def test_of_idempotency_keys(key: str) -> None:
    before = Ticket.objects.count()
    answers = [send("POST", LIST, json.dumps(GOOD).encode(), **{"Idempotency-Key": key}) for _ in range(2)]
    codes = {answer.status_code for answer in answers}
    assert codes in ({201}, {400})
    # A key that is taken makes one ticket, whatever its form; one that is refused makes none.
    assert Ticket.objects.count() - before <= (codes == {201})
