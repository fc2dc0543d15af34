"""Any request body is accepted or rejected by validation; no constraint of the database is ever violated."""

import json
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from tests.fuzz.inputs import NUMBERS, SPECIAL_STRINGS, body, fuzz, header, json_value, text
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
LIST = "/api/tickets/"
ENDPOINTS = {
    LIST: ["title", "description", "requester", "category", "priority", "status", "suggestion"],
    f"{LIST}classify/": ["title", "description", "local_only"],
    f"{LIST}similar/": ["title"],
    f"{LIST}bulk/": ["changes"],
}
GOOD = {"title": "A title", "description": "A text", "category": "billing", "priority": "low"}


def send(method: str, path: str, content: bytes, **headers: str) -> Any:
    # The stubs declare str, and bytes are accepted.
    response = APIClient().generic(
        method, path, cast(str, content), content_type="application/json", headers=cast(Any, headers) or None
    )
    assert response["Content-Type"] == "application/json"
    assert isinstance(response.json(), dict)
    return response


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_posted_bodies(endpoint: str) -> None:
    @fuzz
    @given(body(ENDPOINTS[endpoint]))
    def posts(content: bytes) -> None:
        assert send("POST", endpoint, content).status_code in {200, 201, 400}

    posts()


@pytest.mark.parametrize("name", ENDPOINTS[LIST])
def test_special_values(name: str) -> None:
    values: list[Any] = [
        *SPECIAL_STRINGS,
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
    for value in values:
        response = send("POST", LIST, json.dumps(GOOD | {name: value}).encode())
        assert response.status_code in {201, 400}
        assert response.status_code == 201 or list(response.json()) == [name, "codes"]


@fuzz
@given(name=st.sampled_from(ENDPOINTS[LIST]), value=json_value | text)
def test_a_ticket_with_one_arbitrary_value(name: str, value: Any) -> None:
    response = send("POST", LIST, json.dumps(GOOD | {name: value}).encode())
    assert response.status_code in {201, 400}
    if response.status_code == 400:
        assert list(response.json()) == [name, "codes"]


def test_patch(ticket: Callable[..., Ticket]) -> None:
    path = f"{LIST}{ticket().pk}/"

    @fuzz
    @given(body([*ENDPOINTS[LIST], "version", "created_at", "id"]))
    def changes(content: bytes) -> None:
        assert send("PATCH", path, content).status_code in {200, 400}

    @fuzz
    @given(name=st.sampled_from(["title", "description", "category", "priority", "status"]), value=json_value | text)
    def change(name: str, value: Any) -> None:
        response = send("PATCH", path, json.dumps({name: value}).encode())
        assert response.status_code in {200, 400}
        if response.status_code == 400:
            assert list(response.json()) == [name, "codes"]

    changes()
    change()


def test_notes(ticket: Callable[..., Ticket]) -> None:
    path = f"{LIST}{ticket().pk}/notes/"

    @fuzz
    @given(body(["text", "author"]))
    def notes(content: bytes) -> None:
        assert send("POST", path, content).status_code in {201, 400}

    notes()


def test_bulk(ticket: Callable[..., Ticket]) -> None:
    number = st.sampled_from([ticket().pk, ticket().pk, 10**18, 2**63, -1, 0, 1.5, "1", None, True])
    change = st.dictionaries(st.sampled_from(["status", "category", "priority", "version"]), json_value, max_size=3)
    likely = st.fixed_dictionaries({"id": number, "status": st.sampled_from(["open", "closed", "x"])})

    @fuzz
    @given(st.lists(likely | change | json_value, max_size=5))
    def bulk(changes: list[Any]) -> None:
        assert send("POST", f"{LIST}bulk/", json.dumps({"changes": changes}).encode()).status_code in {200, 400}

    bulk()


def test_if_match(ticket: Callable[..., Ticket]) -> None:
    path = f"{LIST}{ticket().pk}/"

    @fuzz
    @given(header)
    def conditions(tag: str) -> None:
        response = send("PATCH", path, b"{}", **{"If-Match": tag})
        assert response.status_code in {200, 412}
        if response.status_code == 412:
            assert response.json()["ticket"]["version"] == 1

    conditions()


@fuzz
@given(header)
def test_idempotency_keys(key: str) -> None:
    before = Ticket.objects.count()
    answers = [send("POST", LIST, json.dumps(GOOD).encode(), **{"Idempotency-Key": key}) for _ in range(2)]
    codes = {answer.status_code for answer in answers}
    assert codes in ({201}, {400})
    # An accepted key creates one ticket, a rejected one none.
    assert Ticket.objects.count() - before <= (codes == {201})
