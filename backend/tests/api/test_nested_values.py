"""A value nested deeply is a clear 400, and no suggestion."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from tickets.services import ticket_create

pytestmark = pytest.mark.django_db
GOOD = {"title": "A title", "description": "A text"}
DEPTHS = [1, 15, 16, 17, 100, 500, 900, 940, 960, 980, *range(985, 996), 1000, 5_000, 100_000]


def nested(depth: int, opening: str = "[", closing: str = "]") -> str:
    return opening * depth + "1" + closing * depth


def post(api: APIClient, url: str, field: str, value: str, method: str = "post") -> Any:
    body = json.dumps({name: text for name, text in GOOD.items() if name != field})[:-1] + f', "{field}": {value}}}'
    return getattr(api, method)(url, body, content_type="application/json")


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("parts", ["[]", '{"a": }'])
def test_a_nested_suggestion_is_none(api: APIClient, depth: int, parts: str) -> None:
    response = post(api, "/api/tickets/", "suggestion", nested(depth, parts[:-1], parts[-1]))
    assert response.status_code == 201
    assert response.json()["suggested"] is None or response.json()["suggested"]["source"] == "keywords"


@pytest.mark.parametrize("value", ["1", "true", '""', "{}", '"x"', json.dumps("x" * 4097), json.dumps("x" * 900_000)])
def test_another_value_is_no_suggestion(api: APIClient, value: str) -> None:
    assert post(api, "/api/tickets/", "suggestion", value).status_code == 201


@pytest.mark.parametrize(
    "value",
    [
        nested(2_000, '["]",', "]"),
        nested(2_000, '["\\\\",', "]"),
        nested(2_000, '["\\"[",', "]"),
        nested(2_000, '{"]": 1, "}": ', "}"),
    ],
)
def test_brackets_in_strings_do_not_count(api: APIClient, value: str) -> None:
    response = post(api, "/api/tickets/", "suggestion", value)
    assert (response.status_code, response.json()["title"]) == (201, GOOD["title"])


@pytest.mark.parametrize(
    "body",
    [
        "[" * 2_000,
        '{"title": ' * 2_000,
        "]" * 2_000,
        '{"a": "' + "[" * 2_000,
        '{"a": ' + nested(2_000) + "]",
        "[" * 2_000 + '"\\"' * 200_000,
    ],
)
def test_a_deep_body_that_is_no_json_is_a_400(api: APIClient, body: str) -> None:
    response = api.post("/api/tickets/", body, content_type="application/json")
    assert (response.status_code, response.json()["codes"]) == (400, {"detail": "parse_error"})


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("field", ["title", "description", "requester", "category", "priority", "status"])
def test_a_nested_field_is_a_400(api: APIClient, field: str, depth: int) -> None:
    ticket = ticket_create(**GOOD)
    requests = [("post", "/api/tickets/")]
    if field != "requester":
        requests.append(("patch", f"/api/tickets/{ticket.pk}/"))
    for method, url in requests:
        response = post(api, url, field, nested(depth), method)
        assert response.status_code == 400
        assert set(response.json()["codes"]) == {field}


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize(
    "value", ["{}", '[{{"id": {}, "status": "open"}}]', '[{{"id": 1, "status": {}}}]', '[{{"id": 1, "version": {}}}]']
)
def test_a_nested_bulk_change_is_a_400(api: APIClient, value: str, depth: int) -> None:
    response = post(api, "/api/tickets/bulk/", "changes", value.format(nested(depth)))
    assert response.status_code == 400
    assert set(response.json()["codes"]) == {"changes"}


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_nested_body_is_a_400(api: APIClient, depth: int) -> None:
    for field in ("local_only", "description", "title"):
        assert post(api, "/api/tickets/classify/", field, nested(depth)).status_code == 400
    response = api.post("/api/tickets/", nested(depth), content_type="application/json")
    assert (response.status_code, response.json()["codes"]) == (400, {"detail": "parse_error"})
