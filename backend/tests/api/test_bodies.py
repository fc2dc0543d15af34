"""Request bodies: malformed JSON, other types, invalid characters, and size limits."""

import io
import json
from collections.abc import Iterable
from typing import Any, cast

import pytest
from django.db import connection
from rest_framework.test import APIClient

from config.wsgi import application
from server.body_limit import BODY_MAX, BodyLimitMiddleware
from server.headers import CSP_STRICT

pytestmark = pytest.mark.django_db
URLS = ["/api/tickets/", "/api/tickets/classify/"]
GOOD = {"title": "t", "description": "d", "category": "general", "priority": "low"}


def raw(api: APIClient, url: str, body: bytes, kind: str = "application/json") -> Any:
    # The stubs only accept str, but bytes work.
    return api.generic("POST", url, cast(str, body), content_type=kind)


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize(
    "body", [b"", b"{", b"title=x", b"\xff\xfe", b'{"title": "\xff"}', b"nul\x00", b'{"title": NaN}', b"[" * 100_000]
)
def test_malformed_json_is_rejected(api: APIClient, url: str, body: bytes) -> None:
    response = raw(api, url, body)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("body", [b"[]", b'"text"', b"5", b"null", b"true", b'[{"title": "x"}]'])
def test_json_other_than_an_object_is_rejected(api: APIClient, url: str, body: bytes) -> None:
    response = raw(api, url, body)
    assert response.status_code == 400
    assert response.json() == {"detail": "The body must be a JSON object.", "codes": {"detail": "parse_error"}}


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""],
)
def test_other_content_types_are_rejected(api: APIClient, url: str, kind: str) -> None:
    response = raw(api, url, json.dumps(GOOD).encode(), kind)
    assert response.status_code == 415
    assert list(response.json()) == ["detail", "codes"]


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_every_spelling_of_the_content_type_is_accepted(api: APIClient, kind: str) -> None:
    response = raw(api, "/api/tickets/", json.dumps(GOOD).encode(), kind)
    assert response.status_code == 201


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "nonsense", "*/*"])
def test_the_response_is_json_for_every_accept_header(api: APIClient, accept: str) -> None:
    response = api.get("/api/tickets/?format=xml", headers={"Accept": accept})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("name", ["title", "description", "requester", "category", "suggestion", "anything"])
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a\\u0000b", "Null characters are not allowed."),
        ("\\ud83d", "Half a surrogate pair is not a character."),
        ("\\ude00\\ud83d", "Half a surrogate pair is not a character."),
    ],
)
def test_characters_that_postgresql_cannot_store_are_rejected(
    api: APIClient, name: str, text: str, problem: str
) -> None:
    body = json.dumps({key: value for key, value in GOOD.items() if key != name})[:-1] + f', "{name}": "{text}"}}'
    response = raw(api, "/api/tickets/", body.encode())
    assert response.status_code == 400
    code = {"N": "null_characters_not_allowed", "H": "surrogate_characters_not_allowed"}[problem[0]]
    assert response.json() == {name: [problem], "codes": {name: [code]}}


def test_a_surrogate_pair_is_one_character(api: APIClient) -> None:
    body = json.dumps(GOOD | {"title": "😀"})
    assert "\\ud83d\\ude00" in body
    response = raw(api, "/api/tickets/", body.encode())
    assert response.json()["title"] == "😀"


def post(body: bytes, *, chunked: bool = False, path: str = "/api/tickets/") -> tuple[str, dict[str, str], bytes, int]:
    """A request to the WSGI application. Returns status, headers, body, and the number of unread bytes."""
    stream = io.BytesIO(body)
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "HTTP_HOST": "localhost",
        "wsgi.input": stream,
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
    }
    environ |= {"wsgi.input_terminated": True} if chunked else {"CONTENT_LENGTH": str(len(body))}
    answer: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]]) -> None:
        answer.update(status=status, headers=dict(headers))

    result: Iterable[bytes] = application(environ, start_response)
    content = b"".join(result)
    return answer["status"], answer["headers"], content, len(body) - stream.tell()


def padded(size: int) -> bytes:
    body = json.dumps(GOOD).encode()
    return body + b" " * (size - len(body))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("size", [100, 1_000_000, BODY_MAX])
def test_a_body_of_one_megabyte_is_accepted(size: int, chunked: bool) -> None:
    status, _, content, _ = post(padded(size), chunked=chunked)
    connection.close()
    assert status == "201 Created"
    assert json.loads(content)["title"] == "t"


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("size", [BODY_MAX + 1, 12_000_000])
def test_a_larger_body_is_read_completely_and_rejected(size: int, chunked: bool) -> None:
    status, headers, content, unread = post(padded(size), chunked=chunked)
    assert status.startswith("413")
    assert headers["Content-Type"] == "application/json"
    assert headers["Content-Security-Policy"] == CSP_STRICT
    assert list(json.loads(content)) == ["detail", "codes"]
    assert unread == 0


def test_an_endless_body_is_disconnected() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.given += size
            return b" " * size

    stream = Endless()
    statuses: list[str] = []
    limited = BodyLimitMiddleware(application)
    environ = {"wsgi.input": stream, "wsgi.input_terminated": True, "PATH_INFO": "/api/tickets/"}
    limited(environ, lambda status, headers: statuses.append(status))
    assert statuses[0].startswith("413")
    assert stream.given < 100 * BODY_MAX
