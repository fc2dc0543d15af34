"""Clients that send or read slowly: nginx disconnects them, and others are served in the meantime."""

import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from tests.stack.nginx_server import NginxServer
from tests.stack.upstream import Upstream

StartNginx = Callable[..., NginxServer]
HEADER = b"GET /api/tickets/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BODY = b"POST /api/tickets/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n{"
# More than both workers could take with nginx's usual 1,024 connections each.
IDLE = 3000


@contextmanager
def opened(server: NginxServer, number: int, first: bytes = b"") -> Iterator[list[socket.socket]]:
    """Connections that have sent `first` and then wait."""
    with ExitStack() as stack:
        connections = []
        for _ in range(number):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=60))
            connection.sendall(first)
            connections.append(connection)
        yield connections


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has closed it without an answer, or with the 408 of a request that did not arrive."""
    try:
        return connection.recv(100)[:12] in {b"", b"HTTP/1.1 408"}
    except ConnectionResetError:
        return True


@pytest.fixture(autouse=True)
def _descriptors() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("first", [b"", b"GET /", HEADER], ids=["nothing", "half a line", "half a header"])
def test_thousands_of_idle_connections_shut_nobody_out(nginx: StartNginx, http: httpx.Client, first: bytes) -> None:
    server = nginx()
    with opened(server, IDLE, first) as connections:
        assert http.get(f"{server.url}/").status_code == 200
        assert http.get(f"{server.url}/api/tickets/").status_code == 200
        # And each is disconnected, long before nginx's usual minute.
        started = time.monotonic()
        assert all(is_closed(connection) for connection in connections)
        assert time.monotonic() - started < 40


def test_a_header_that_trickles_is_disconnected(nginx: StartNginx, http: httpx.Client) -> None:
    server = nginx()
    with opened(server, 50, HEADER) as connections:
        started, trickling = time.monotonic(), list(connections)
        while trickling and time.monotonic() - started < 40:
            time.sleep(1)
            assert http.get(f"{server.url}/").status_code == 200
            trickling = [connection for connection in trickling if _sends(connection, b"X-A: b\r\n")]
        assert not trickling


def test_a_body_that_stops_is_disconnected_and_never_reaches_the_backend(
    nginx: StartNginx, http: httpx.Client, backend: Upstream
) -> None:
    server = nginx()
    with opened(server, 50, BODY) as connections:
        assert http.post(f"{server.url}/api/tickets/", content=b"{}").status_code == 200
        assert all(is_closed(connection) for connection in connections)
    assert len(backend.requests) == 1


@pytest.mark.parametrize("first", [HEADER + b"\r\n", BODY], ids=["a slow answer", "a slow body"])
def test_the_limit_of_one_address_counts_from_the_header_on(
    nginx: StartNginx, http: httpx.Client, backend: Upstream, first: bytes
) -> None:
    backend.proceed.clear()
    server = nginx(CONNECTIONS_PER_ADDRESS="20")
    with opened(server, 20, first):
        time.sleep(0.5)
        assert http.get(f"{server.url}/").status_code == 429
        # Another address is served.
        with socket.create_connection(("127.0.0.1", server.port), 30, ("127.0.0.2", 0)) as other:
            other.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            assert other.recv(100).startswith(b"HTTP/1.1 200")
        backend.proceed.set()


def test_a_reader_that_stops_is_disconnected(nginx: StartNginx, backend: Upstream) -> None:
    backend.proceed.set()
    server = nginx()
    (server.folder / "files" / "static" / "large.bin").write_bytes(b"a" * 30_000_000)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        client.settimeout(60)
        client.connect(("127.0.0.1", server.port))
        client.sendall(b"GET /static/large.bin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(25)  # longer than the send timeout, and shorter than nginx's usual one
        received = 0
        try:
            while part := client.recv(1_000_000):
                received += len(part)
        except ConnectionResetError:
            pass
        assert received < 30_000_000


def _sends(connection: socket.socket, data: bytes) -> bool:
    try:
        connection.sendall(data)
    except OSError:
        return False
    return True
