"""Clients that violate HTTP or send slowly: they are answered or disconnected, and other clients do not wait."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlsplit

import httpx
import pytest

from testing.serving import Served

POST = b"POST /api/tickets/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
MALFORMED = {
    "half a request line": b"GET /api/ti",
    "no version": b"GET /api/tickets/\r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "raw bytes in the address": b"GET /api/tickets/?search=\xff\xfe\x80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a header without a name": b"GET /api/tickets/ HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n",
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 7\r\n\r\n{}",
    "a length and chunks": POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a negative length": POST + b"Content-Length: -1\r\n\r\n{}",
    "a chunk that is no number": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a chunk shorter than it says": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{}\r\n0\r\n\r\n",
    "chunks without an end": POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    "a body shorter than it says": POST + b"Content-Length: 500\r\n\r\n{}",
}


@contextmanager
def connect(served: Served) -> Iterator[socket.socket]:
    url = urlsplit(served.url)
    with socket.create_connection((url.hostname or "", url.port or 0), timeout=60) as connection:
        yield connection


def read_all(connection: socket.socket) -> bytes:
    received = b""
    with suppress(ConnectionError):
        while part := connection.recv(65_536):
            received += part
    return received


def assert_others_are_served(served: Served, *, address: str = "127.0.0.1") -> None:
    transport = httpx.HTTPTransport(local_address=address)
    with httpx.Client(base_url=served.url, transport=transport, timeout=20) as http:
        assert http.get("/healthz").status_code == http.get("/api/tickets/").status_code == 200


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_request_gets_a_4xx_or_a_disconnect(fuzz_server: Served, name: str) -> None:
    with connect(fuzz_server) as connection:
        connection.sendall(MALFORMED[name])
        connection.shutdown(socket.SHUT_WR)
        answer = read_all(connection)
    assert not answer or re.match(rb"HTTP/1\.1 (4\d\d|200) ", answer), answer
    assert b"Traceback" not in answer
    assert_others_are_served(fuzz_server)


@pytest.mark.parametrize(
    "name", [one for one in MALFORMED if "chunk" in one or one == "a body shorter than it says"][1:]
)
def test_a_body_that_contradicts_its_length_is_a_400_in_json(fuzz_server: Served, name: str) -> None:
    with connect(fuzz_server) as connection:
        connection.sendall(MALFORMED[name])
        connection.shutdown(socket.SHUT_WR)
        head, _, body = read_all(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body) == {
        "detail": "The request's body did not arrive in full.",
        "codes": {"detail": "incomplete_body"},
    }


def test_slow_bodies_do_not_block_other_clients(fuzz_server: Served) -> None:
    with ExitStack() as connections:
        for _ in range(12):
            connection = connections.enter_context(connect(fuzz_server))
            connection.sendall(POST + b"Content-Length: 500\r\n\r\n{")
        # Of another address: one address may hold three quarters of a worker's threads.
        assert_others_are_served(fuzz_server, address="127.0.0.2")
