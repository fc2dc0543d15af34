"""The connections of a worker: their limits for one address, and the time that a client has to take an answer."""

import select
import socket
from collections.abc import Iterator

import pytest
from gunicorn.config import Config

from server import connections
from server.connections import Addresses, Connection

closed: list[str] = []


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Connection, socket.socket]]:
    """A connection over TCP, with a client that reads nothing."""
    monkeypatch.setattr(connections, "SEND_TIMEOUT", 1)
    closed.clear()
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as client:
        sock, address = listener.accept()
        with sock:
            yield Connection(Config(), sock, address, None, "127.0.0.1", lambda: closed.append("once")), client


def has_header(connection: Connection) -> bool:
    """As the worker asks: when the socket is readable, which it is not for bytes that were seen before."""
    return bool(select.select([connection.sock], [], [], 0.5)[0]) and connection.has_header()


def test_sending_to_a_client_that_reads_nothing_ends(pair: tuple[Connection, socket.socket]) -> None:
    connection, _ = pair
    connection.sock.setblocking(True)
    with pytest.raises(BlockingIOError):
        connection.sock.sendall(b"a" * 50_000_000)


def test_a_header_is_seen_when_it_is_complete(pair: tuple[Connection, socket.socket]) -> None:
    connection, client = pair
    for part in (b"GET / HTTP/1.1\r\n", b"Host: x\r\n", b"\r"):
        client.sendall(part)
        assert not has_header(connection)
        assert not select.select([connection.sock], [], [], 0)[0]
    client.sendall(b"\n")
    assert has_header(connection)


@pytest.mark.parametrize("sent", [b"", b"GET /"])
def test_a_client_that_has_gone_is_given_to_a_thread(pair: tuple[Connection, socket.socket], sent: bytes) -> None:
    connection, client = pair
    client.sendall(sent)
    assert not has_header(connection)
    client.close()
    assert has_header(connection)


def test_a_very_long_header_is_given_to_a_thread(pair: tuple[Connection, socket.socket]) -> None:
    connection, client = pair
    client.sendall(b"G" * connections.PEEK_MAX)
    assert has_header(connection)


def test_a_connection_is_counted_out_once(pair: tuple[Connection, socket.socket]) -> None:
    connection, _ = pair
    connection.close()
    connection.close(graceful=True)
    assert closed == ["once"]


def test_one_address_waits_while_it_has_its_share_of_threads() -> None:
    addresses = Addresses(open_max=0, busy_max=2)
    assert addresses.take_thread("a", 1)
    assert addresses.take_thread("a", 2)
    assert not addresses.take_thread("a", 3)
    assert not addresses.take_thread("a", 4)
    assert addresses.take_thread("b", 5)
    assert [addresses.give_back(one) for one in ("b", "a", "a")] == [None, 3, 4]
    assert all(addresses.take_thread("", number) for number in range(10))


def test_one_address_has_so_many_connections() -> None:
    addresses = Addresses(open_max=1, busy_max=1)
    addresses.opened("a")
    assert (addresses.may_open("a"), addresses.may_open("b"), addresses.may_open("")) == (False, True, True)
    addresses.closed("a")
    assert addresses.may_open("a")
