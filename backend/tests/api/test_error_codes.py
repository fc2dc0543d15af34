"""Every error carries machine codes in the shape of its sentences, wherever it is made and whatever a client sends."""

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
    "an unknown address": (lambda api: api.get("/api/nothing/"), 404, {"detail": "not_found"}),
    "no such ticket": (lambda api: api.get(f"{LIST}1/"), 404, {"detail": "not_found"}),
    "no number": (lambda api: api.get(f"{LIST}one/"), 404, {"detail": "not_found"}),
    "another method": (lambda api: api.put(LIST, {}), 405, {"detail": "method_not_allowed"}),
    "another method of the description": (
        lambda api: api.post("/api/schema/", {}),
        405,
        {"detail": "method_not_allowed"},
    ),
    "another type": (
        lambda api: api.post(LIST, "x", content_type="text/plain"),
        415,
        {"detail": "unsupported_media_type"},
    ),
    "broken JSON": (lambda api: api.post(LIST, "{", content_type="application/json"), 400, {"detail": "parse_error"}),
    "a list": (lambda api: api.post(LIST, "[]", content_type="application/json"), 400, {"detail": "parse_error"}),
    "nothing": (lambda api: api.post(LIST, {}), 400, {"title": ["required"], "description": ["required"]}),
    "null": (lambda api: api.post(LIST, GOOD | {"title": None}), 400, {"title": ["null"]}),
    "a number": (lambda api: api.post(LIST, GOOD | {"title": 1}), 400, {"title": ["invalid"]}),
    "blank": (lambda api: api.post(LIST, GOOD | {"title": " "}), 400, {"title": ["blank"]}),
    "too long": (lambda api: api.post(LIST, GOOD | {"title": "x" * 201}), 400, {"title": ["max_length"]}),
    "another label": (lambda api: api.post(LIST, GOOD | {"status": "x"}), 400, {"status": ["invalid_choice"]}),
    "no flag": (lambda api: api.post(f"{LIST}classify/", GOOD | {"local_only": 1}), 400, {"local_only": ["invalid"]}),
    "another label in the query": (lambda api: api.get(LIST, {"status": "x"}), 400, {"status": ["invalid_choice"]}),
    "a long search": (lambda api: api.get(LIST, {"search": "x" * 201}), 400, {"search": ["max_length"]}),
    "many words": (lambda api: api.get(LIST, {"search": "a " * 11}), 400, {"search": ["too_many_words"]}),
    "no day": (lambda api: api.get(LIST, {"created_from": "1.2.2026"}), 400, {"created_from": ["invalid_day"]}),
    "days turned round": (
        lambda api: api.get(LIST, {"created_from": "2026-02-02", "created_to": "2026-02-01"}),
        400,
        {"created_to": ["before_created_from"]},
    ),
    "no cursor": (lambda api: api.get(LIST, {"cursor": "x"}), 400, {"cursor": ["invalid_cursor"]}),
    "no size": (lambda api: api.get(LIST, {"page_size": "x"}), 400, {"page_size": ["out_of_range"]}),
    "no number of days": (lambda api: api.get(f"{LIST}insights/", {"days": "0"}), 400, {"days": ["out_of_range"]}),
    "a NUL in the query": (lambda api: api.get(f"{LIST}?search=%00"), 400, {"search": ["null_characters_not_allowed"]}),
    "no key": (
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
    "some changes that are none": (
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


def test_a_key_for_another_submission_has_its_code(api: APIClient) -> None:
    headers = {"Idempotency-Key": "one"}
    assert api.post(LIST, GOOD, headers=headers).status_code == 201
    response = api.post(LIST, GOOD | {"title": "Another"}, headers=headers)
    assert (response.status_code, response.json()["codes"]) == (422, {"detail": "idempotency_key_reused"})


def test_a_host_that_is_not_ours_and_a_missing_form_token_have_their_codes(client: Any) -> None:
    response = client.get("/api/tickets/", headers={"Host": "elsewhere.example"})
    assert (response.status_code, response.json()["codes"]) == (400, {"detail": "bad_request"})


@pytest.mark.parametrize("name", ["codes", "detail"])
@pytest.mark.parametrize("in_query", [False, True])
def test_no_field_that_a_client_names_is_taken_for_a_part_of_the_shape(
    api: APIClient, name: str, in_query: bool
) -> None:
    response = api.get(f"{LIST}?{name}=%00") if in_query else api.post(LIST, GOOD | {name: "\x00"})
    assert response.status_code == 400
    assert response.json() == {
        "non_field_errors": ["Null characters are not allowed."],
        "codes": {"non_field_errors": ["null_characters_not_allowed"]},
    }


leaves = st.lists(st.builds(ErrorDetail, st.text(), st.sampled_from(["blank", "max_length", "invalid"])), min_size=1)
trees = st.recursive(leaves, lambda inner: st.dictionaries(st.text(max_size=5), inner, min_size=1, max_size=3))


@given(st.dictionaries(st.text(max_size=5).filter(lambda name: name != "codes"), trees, min_size=1, max_size=3))
def test_codes_have_the_shape_of_any_tree_of_errors(tree: dict[str, Any]) -> None:
    response = exception_handler(ValidationError(tree), {})
    assert response is not None
    body = json.loads(json.dumps(response.data))
    assert set(body) - {"codes"} == set(tree)
    assert mirrors({name: value for name, value in body.items() if name != "ticket"} if "ticket" not in tree else body)


@pytest.mark.parametrize("detail", ["wrong", ["wrong", "worse"]])
def test_an_error_without_a_field_is_no_bare_list(detail: Any) -> None:
    response = exception_handler(ValidationError(detail, code="invalid"), {})
    assert response is not None
    found = detail if isinstance(detail, list) else [detail]
    assert response.data == {"non_field_errors": found, "codes": {"non_field_errors": ["invalid"] * len(found)}}


def test_what_django_raises_for_a_missing_row_has_its_code() -> None:
    response = exception_handler(Http404("No Ticket matches the given query."), {})
    assert response is not None
    assert (response.status_code, response.data["codes"]) == (404, {"detail": "not_found"})


def test_a_bug_is_told_as_one(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr(Ticket.objects, "prefetch_related", lambda *_: 1 / 0)
    response = client.get(f"{LIST}1/")
    assert (response.status_code, response.json()["codes"]) == (500, {"detail": "server_error"})


def test_what_nginx_answers_itself_has_the_same_shape() -> None:
    text = (ROOT / "nginx" / "templates" / "errors.conf").read_text()
    bodies = [json.loads(body) for body in re.findall(r"return \d{3} '(\{.*\})';", text)]
    assert len(bodies) == 4
    assert all(map(mirrors, bodies))
