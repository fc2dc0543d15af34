"""Clients of the production server that send or read slowly: others are served in the meantime."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from testing.serving import Served, serving

GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
BODY = (
    b"POST /api/tickets/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"
)
# Threads of both workers together.
THREADS = 32


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as server:
        yield server


def connect(served: Served, source: str = "127.0.0.1") -> socket.socket:
    url = urlsplit(served.url)
    return socket.create_connection((url.hostname or "", url.port or 0), 60, (source, 0))


@contextmanager
def opened(served: Served, number: int, first: bytes = b"") -> Iterator[list[socket.socket]]:
    """Connections that have sent `first` and then wait."""
    with ExitStack() as stack:
        connections = []
        for _ in range(number):
            connections.append(stack.enter_context(connect(served)))
            connections[-1].sendall(first)
        time.sleep(0.5)
        yield connections


def ask(served: Served, source: str, request: bytes = GET) -> bytes:
    """The status line."""
    with connect(served, source) as connection:
        connection.settimeout(4)
        connection.sendall(request + b"Connection: close\r\n\r\n")
        return connection.recv(100).partition(b"\r\n")[0]


@pytest.mark.parametrize(
    ("number", "first"),
    [(400, b""), (400, b"GET /"), (400, GET), (100, BODY), (100, b"\x16\x03\x01")],
    ids=["nothing", "half a line", "half a header", "half a body", "half a hello"],
)
def test_idle_connections_hold_no_thread_that_another_client_needs(served: Served, number: int, first: bytes) -> None:
    with opened(served, number, first):
        for _ in range(THREADS):
            assert ask(served, "127.0.0.2") == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize("first", [b"", b"GET /", GET])
def test_the_same_address_is_served_too_while_its_headers_are_incomplete(served: Served, first: bytes) -> None:
    with opened(served, 100, first):
        for _ in range(THREADS):
            assert ask(served, "127.0.0.1") == b"HTTP/1.1 200 OK"


def test_a_header_that_trickles_is_disconnected(served: Served) -> None:
    with opened(served, 2 * THREADS, GET) as trickling:
        started = time.monotonic()
        while trickling and time.monotonic() - started < 40:
            time.sleep(1)
            assert ask(served, "127.0.0.2") == b"HTTP/1.1 200 OK"
            trickling = [connection for connection in trickling if _sends(connection)]
        assert not trickling


@pytest.mark.parametrize("pause", [0.02, 0.3])
def test_a_header_in_small_parts_is_read(served: Served, pause: float) -> None:
    with connect(served) as connection:
        connection.settimeout(20)
        whole = GET + b"Connection: close\r\n\r\n"
        step = 1 if pause < 0.1 else 20
        for start in range(0, len(whole), step):
            connection.sendall(whole[start : start + step])
            time.sleep(pause)
        assert connection.recv(100).startswith(b"HTTP/1.1 200")


def test_a_long_header_and_a_second_request_on_the_connection_are_read(served: Served) -> None:
    with httpx.Client(base_url=served.url, trust_env=False, timeout=20) as http:
        for length in (10, 8000, 60_000):
            assert http.get("/healthz", params={"a": "x" * length}).status_code == 200
        assert http.post("/api/tickets/", json={"title": "Scanner", "description": "x" * 50_000}).status_code == 201


def test_a_client_that_does_not_close_holds_up_nobody(served: Served) -> None:
    """gunicorn waits two seconds for it, in the thread that accepts connections."""
    with opened(served, 20, GET + b"Connection: close\r\n\r\n"):
        for _ in range(THREADS):
            assert ask(served, "127.0.0.2") == b"HTTP/1.1 200 OK"


def test_one_address_can_open_only_so_many_connections(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = {"CONNECTIONS_PER_ADDRESS": "20", "WEB_CONCURRENCY": "1"}
    with (
        serving(tmp_path_factory.mktemp("served"), **settings) as served,
        # The connection that asked whether it is ready may still count.
        opened(served, 30) as connections,
    ):
        refused = [connection for connection in connections if _is_closed(connection)]
        assert len(refused) in {10, 11}
        assert ask(served, "127.0.0.2") == b"HTTP/1.1 200 OK"
        for connection in connections:
            connection.close()
        time.sleep(0.5)
        assert ask(served, "127.0.0.1") == b"HTTP/1.1 200 OK"


def test_a_proxy_has_no_limit(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = {"CONNECTIONS_PER_ADDRESS": "20", "WEB_CONCURRENCY": "1", "TRUSTED_PROXY": "127.0.0.1", "ACCESS": "open"}
    with serving(tmp_path_factory.mktemp("served"), **settings) as served, opened(served, 40):
        assert ask(served, "127.0.0.1") == b"HTTP/1.1 200 OK"


def _sends(connection: socket.socket) -> bool:
    try:
        connection.sendall(b"X-A: b\r\n")
    except OSError:
        return False
    return True


def _is_closed(connection: socket.socket) -> bool:
    connection.settimeout(0.1)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
