"""At most two exports run at once, and a slot is free again however an export ends."""

import os
import signal
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg2
import pytest

from postgres.locks import EXPORT as EXPORT_LOCK
from testing.serving import Served, serving

EXPORT = "/api/tickets/export/"
# Hardly compressible, so that a workbook is larger than what sockets hold.
MANY = """
    INSERT INTO tickets_ticket (title, description, category, priority)
    SELECT 'Ticket ' || n, (SELECT string_agg(md5(n || '-' || i), '') FROM generate_series(1, 100) AS i),
        'billing', 'low'
    FROM generate_series(1, 5000) AS n
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as server:
        execute(server, MANY)
        yield server


def execute(served: Served, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(served.database)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


@contextmanager
def slow_reader(served: Served, query: str = "") -> Iterator[tuple[socket.socket, int]]:
    """A client that reads the status of an export, and then nothing."""
    url = urlsplit(served.url)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        client.settimeout(60)
        client.connect((url.hostname, url.port))
        client.sendall(f"GET {EXPORT}?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        yield client, int(client.recv(12).partition(b" ")[2])


def held(served: Served) -> int:
    """How many slots PostgreSQL counts."""
    rows = execute(
        served, f"SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND classid = {EXPORT_LOCK}"
    )
    return int(str(rows[0][0]))


def all_free(served: Served, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while held(served):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_thirty_two_slow_readers_hold_two_slots_and_others_are_answered(served: Served) -> None:
    with ExitStack() as stack:
        statuses = [stack.enter_context(slow_reader(served))[1] for _ in range(32)]
        assert sorted(statuses) == [200] * 2 + [429] * 30
        with httpx.Client(base_url=served.url, trust_env=False, timeout=10) as http:
            assert http.get("/api/tickets/stats/").status_code == 200
            refused = http.get(EXPORT)
            assert (refused.status_code, refused.json()["codes"]) == (429, {"detail": "export_busy"})
            assert refused.headers["retry-after"] == "15"
            assert http.head(EXPORT).status_code == 429
    assert all_free(served)


def test_one_of_them_is_a_workbook(served: Served) -> None:
    with slow_reader(served, "format=xlsx") as (_, first), slow_reader(served, "format=xlsx") as (_, second):
        assert (first, second) == (200, 429)
        assert held(served) == 1
        with slow_reader(served) as (_, third), slow_reader(served) as (_, fourth):
            assert (third, fourth) == (200, 429)
    assert all_free(served)


def test_a_workbook_waits_for_no_list(served: Served) -> None:
    with slow_reader(served) as (_, first), slow_reader(served, "format=xlsx") as (_, second):
        assert (first, second) == (200, 200)
    assert all_free(served)


@pytest.mark.parametrize("query", ["", "format=xlsx"])
def test_a_reset_connection_frees_the_slot(served: Served, query: str) -> None:
    with slow_reader(served, query) as (one, _), slow_reader(served) as (other, _):
        assert held(served) == 2
        for client in (one, other):
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert all_free(served)


@pytest.mark.parametrize("query", ["status=nonsense", "format=ods", "search=" + "x" * 201, "format=xlsx&status=closed"])
def test_an_export_that_fails_or_is_empty_holds_no_slot(served: Served, query: str) -> None:
    with httpx.Client(base_url=served.url, trust_env=False, timeout=30) as http:
        for _ in range(40):
            assert http.get(f"{EXPORT}?{query}").status_code in {200, 400}
        assert http.head(f"{EXPORT}?{query}").status_code in {200, 400}
    assert held(served) == 0


def test_a_lost_database_connection_frees_the_slot(served: Served) -> None:
    with slow_reader(served), slow_reader(served):
        assert held(served) == 2
        execute(
            served,
            f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = {EXPORT_LOCK}",
        )
        assert all_free(served)


def test_a_killed_process_frees_the_slot(served: Served) -> None:
    with slow_reader(served), slow_reader(served):
        assert held(served) == 2
        for worker in _children(served.process):
            os.kill(worker, signal.SIGKILL)
    assert all_free(served)


def _children(process: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
