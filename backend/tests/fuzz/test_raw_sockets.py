"""Clients that break HTTP's rules or take their time: they are answered or dropped, and nobody else waits for them."""

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlsplit

import httpx
import pytest

from server.request_deadline import Arrivals
from testing.serving import Served

POST = b"POST /api/tickets/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
BROKEN = {
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
def line_to(served: Served) -> Iterator[socket.socket]:
    place = urlsplit(served.url)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=60) as line:
        yield line


def all_that_comes(line: socket.socket) -> bytes:
    got = b""
    with suppress(ConnectionError):
        while part := line.recv(65_536):
            got += part
    return got


def assert_others_are_served(served: Served) -> None:
    with httpx.Client(base_url=served.url, trust_env=False, timeout=20) as http:
        assert http.get("/healthz").status_code == http.get("/api/tickets/").status_code == 200


@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_the_rules_is_answered_with_4xx_or_dropped(stranger_served: Served, name: str) -> None:
    with line_to(stranger_served) as line:
        line.sendall(BROKEN[name])
        line.shutdown(socket.SHUT_WR)  # no more will come
        answer = all_that_comes(line)
    assert not answer or re.match(rb"HTTP/1\.1 (4\d\d|200) ", answer), answer
    assert b"Traceback" not in answer
    assert_others_are_served(stranger_served)


@pytest.mark.parametrize("name", [one for one in BROKEN if "chunk" in one or one == "a body shorter than it says"][1:])
def test_a_body_that_is_not_what_was_announced_is_refused_as_json(stranger_served: Served, name: str) -> None:
    with line_to(stranger_served) as line:
        line.sendall(BROKEN[name])
        line.shutdown(socket.SHUT_WR)
        head, _, body = all_that_comes(line).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body) == {
        "detail": "The request's body did not arrive in full.",
        "codes": {"detail": "incomplete_body"},
    }


def test_slow_bodies_do_not_keep_others_waiting(stranger_served: Served) -> None:
    with ExitStack() as lines:
        for _ in range(12):
            line = lines.enter_context(line_to(stranger_served))
            line.sendall(POST + b"Content-Length: 500\r\n\r\n{")
        assert_others_are_served(stranger_served)


def test_a_request_that_does_not_arrive_in_time_is_cut_off_and_others_are_not() -> None:
    arrivals = Arrivals(limit=0)
    pairs = [socket.socketpair() for _ in range(2)]
    try:
        (late, _), (here, client) = pairs
        arrivals.begin(late)
        arrivals.begin(here)
        arrivals.end(here)
        time.sleep(0.01)
        arrivals.cut()
        assert late.recv(1) == b""
        client.sendall(b"x")
        assert here.recv(1) == b"x"
    finally:
        for pair in pairs:
            for one in pair:
                one.close()
