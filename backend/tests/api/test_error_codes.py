"""Every error has codes in the same structure as its messages, wherever it is raised."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.test import APIClient
from tools.paths import ROOT

from api.errors import exception_handler
from testing.error_shape import mirrors
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
LIST = "/api/tickets/"
GOOD = {"title": "A title", "description": "A text"}
Send = Callable[[APIClient], Any]

ERRORS: dict[str, tuple[Send, int, Any]] = {
    "an unknown URL": (lambda api: api.get("/api/nothing/"), 404, {"detail": "not_found"}),
    "no such ticket": (lambda api: api.get(f"{LIST}1/"), 404, {"detail": "not_found"}),
    "an invalid id": (lambda api: api.get(f"{LIST}one/"), 404, {"detail": "not_found"}),
    "another method": (lambda api: api.put(LIST, {}), 405, {"detail": "method_not_allowed"}),
    "another method of the schema": (
        lambda api: api.post("/api/schema/", {}),
        405,
        {"detail": "method_not_allowed"},
    ),
    "another content type": (
        lambda api: api.post(LIST, "x", content_type="text/plain"),
        415,
        {"detail": "unsupported_media_type"},
    ),
    "broken JSON": (lambda api: api.post(LIST, "{", content_type="application/json"), 400, {"detail": "parse_error"}),
    "a list": (lambda api: api.post(LIST, "[]", content_type="application/json"), 400, {"detail": "parse_error"}),
    "an empty object": (lambda api: api.post(LIST, {}), 400, {"title": ["required"], "description": ["required"]}),
    "null": (lambda api: api.post(LIST, GOOD | {"title": None}), 400, {"title": ["null"]}),
    "a number": (lambda api: api.post(LIST, GOOD | {"title": 1}), 400, {"title": ["invalid"]}),
    "blank": (lambda api: api.post(LIST, GOOD | {"title": " "}), 400, {"title": ["blank"]}),
    "too long": (lambda api: api.post(LIST, GOOD | {"title": "x" * 201}), 400, {"title": ["max_length"]}),
    "an unknown label": (lambda api: api.post(LIST, GOOD | {"status": "x"}), 400, {"status": ["invalid_choice"]}),
    "an invalid boolean": (
        lambda api: api.post(f"{LIST}classify/", GOOD | {"local_only": 1}),
        400,
        {"local_only": ["invalid"]},
    ),
    "an unknown label in the query": (lambda api: api.get(LIST, {"status": "x"}), 400, {"status": ["invalid_choice"]}),
    "a long search": (lambda api: api.get(LIST, {"search": "x" * 201}), 400, {"search": ["max_length"]}),
    "many words": (lambda api: api.get(LIST, {"search": "a " * 11}), 400, {"search": ["too_many_words"]}),
    "an invalid day": (lambda api: api.get(LIST, {"created_from": "1.2.2026"}), 400, {"created_from": ["invalid_day"]}),
    "an inverted range": (
        lambda api: api.get(LIST, {"created_from": "2026-02-02", "created_to": "2026-02-01"}),
        400,
        {"created_to": ["before_created_from"]},
    ),
    "an invalid cursor": (lambda api: api.get(LIST, {"cursor": "x"}), 400, {"cursor": ["invalid_cursor"]}),
    "an invalid page size": (lambda api: api.get(LIST, {"page_size": "x"}), 400, {"page_size": ["out_of_range"]}),
    "an invalid number of days": (
        lambda api: api.get(f"{LIST}insights/", {"days": "0"}),
        400,
        {"days": ["out_of_range"]},
    ),
    "a NUL in the query": (lambda api: api.get(f"{LIST}?search=%00"), 400, {"search": ["null_characters_not_allowed"]}),
    "an invalid key": (
        lambda api: api.post(LIST, GOOD, headers={"Idempotency-Key": "a b"}),
        400,
        {"Idempotency-Key": ["invalid_idempotency_key"]},
    ),
    "a short title": (lambda api: api.post(f"{LIST}similar/", {"title": "short"}), 400, {"title": ["min_length"]}),
    "no changes": (
        lambda api: api.post(f"{LIST}bulk/", {"changes": []}),
        400,
        {"changes": ["min_length"]},
    ),
    "too many changes": (
        lambda api: api.post(f"{LIST}bulk/", {"changes": [{"id": n, "status": "open"} for n in range(1, 102)]}),
        400,
        {"changes": ["max_length"]},
    ),
    "one ticket twice": (
        lambda api: api.post(f"{LIST}bulk/", {"changes": [{"id": 1, "status": "open"}] * 2}),
        400,
        {"changes": ["duplicate_id"]},
    ),
    "some invalid changes": (
        lambda api: api.post(
            f"{LIST}bulk/",
            {"changes": [{"id": 1, "status": "open"}, {"status": "open"}, {"id": 2}, "x", {"id": 3, "status": "x"}]},
        ),
        400,
        {
            "changes": {
                "1": {"id": ["required"]},
                "2": {"non_field_errors": ["nothing_to_change"]},
                "3": {"non_field_errors": ["invalid"]},
                "4": {"status": ["invalid_choice"]},
            }
        },
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_has_its_codes(api: APIClient, name: str) -> None:
    send, status, codes = ERRORS[name]
    response = send(api)
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    body = response.json()
    assert body["codes"] == codes
    assert mirrors(body)


def test_a_reused_key_has_its_code(api: APIClient) -> None:
    headers = {"Idempotency-Key": "one"}
    assert api.post(LIST, GOOD, headers=headers).status_code == 201
    response = api.post(LIST, GOOD | {"title": "Another"}, headers=headers)
    assert (response.status_code, response.json()["codes"]) == (422, {"detail": "idempotency_key_reused"})


def test_an_unknown_host_has_its_code(client: Any) -> None:
    response = client.get("/api/tickets/", headers={"Host": "elsewhere.example"})
    assert (response.status_code, response.json()["codes"]) == (400, {"detail": "bad_request"})


@pytest.mark.parametrize("name", ["codes", "detail"])
@pytest.mark.parametrize("in_query", [False, True])
def test_field_names_of_the_client_do_not_collide_with_reserved_keys(api: APIClient, name: str, in_query: bool) -> None:
    response = api.get(f"{LIST}?{name}=%00") if in_query else api.post(LIST, GOOD | {name: "\x00"})
    assert response.status_code == 400
    assert response.json() == {
        "non_field_errors": ["Null characters are not allowed."],
        "codes": {"non_field_errors": ["null_characters_not_allowed"]},
    }


leaves = st.lists(st.builds(ErrorDetail, st.text(), st.sampled_from(["blank", "max_length", "invalid"])), min_size=1)
trees = st.recursive(leaves, lambda inner: st.dictionaries(st.text(max_size=5), inner, min_size=1, max_size=3))


@given(st.dictionaries(st.text(max_size=5).filter(lambda name: name != "codes"), trees, min_size=1, max_size=3))
def test_codes_have_the_structure_of_nested_errors(tree: dict[str, Any]) -> None:
    response = exception_handler(ValidationError(tree), {})
    assert response is not None
    body = json.loads(json.dumps(response.data))
    assert set(body) - {"codes"} == set(tree)
    assert mirrors({name: value for name, value in body.items() if name != "ticket"} if "ticket" not in tree else body)


@pytest.mark.parametrize("detail", ["wrong", ["wrong", "worse"]])
def test_an_error_without_a_field_is_a_non_field_error(detail: Any) -> None:
    response = exception_handler(ValidationError(detail, code="invalid"), {})
    assert response is not None
    found = detail if isinstance(detail, list) else [detail]
    assert response.data == {"non_field_errors": found, "codes": {"non_field_errors": ["invalid"] * len(found)}}


def test_http404_has_its_code() -> None:
    response = exception_handler(Http404("No Ticket matches the given query."), {})
    assert response is not None
    assert (response.status_code, response.data["codes"]) == (404, {"detail": "not_found"})


def test_an_exception_is_a_server_error(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr(Ticket.objects, "get", lambda *_: 1 / 0)
    response = client.get(f"{LIST}1/")
    assert (response.status_code, response.json()["codes"]) == (500, {"detail": "server_error"})


def test_the_errors_of_nginx_have_the_same_format() -> None:
    text = (ROOT / "nginx" / "templates" / "errors.conf").read_text()
    bodies = [json.loads(body) for body in re.findall(r"return \d{3} '(\{.*\})';", text)]
    assert len(bodies) == 5
    assert all(map(mirrors, bodies))
