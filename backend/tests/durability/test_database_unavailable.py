"""The database is unavailable in every possible way: 503 with Retry-After, then recovery without a restart."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import httpx
import psycopg2
import pytest

from postgres.outages import REFUSED, UNAVAILABLE
from tests.durability.desk import ADMIN_PASSWORD, Desk
from tests.tools.running_command import eventually

TICKET = {"title": "The lift stands still", "description": "Between two floors.", "priority": "high"}
WITHOUT_DATABASE = {"/api/me/", "/api/triage/status/"}
CONCURRENT_REQUESTS = 96  # three for each thread of the two workers
OUR_SESSIONS = "FROM pg_stat_activity WHERE application_name = 'quietdesk'"


@pytest.fixture
def http(desk: Desk) -> Iterator[httpx.Client]:
    """A client with a session of the admin, which the API ignores."""
    with httpx.Client(base_url=desk.url, trust_env=False, timeout=60) as client:
        client.get("/admin/login/")
        form = {"username": "admin", "password": ADMIN_PASSWORD, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        assert client.post("/admin/login/", data=form, headers={"Referer": desk.url}).status_code == 302
        yield client


@pytest.fixture
def number(http: httpx.Client) -> int:
    return int(http.post("/api/tickets/", json=TICKET).json()["id"])


@pytest.fixture
def reads(http: httpx.Client, number: int) -> list[str]:
    """Every GET path of the OpenAPI schema that needs the database."""
    paths = re.findall(r"^  (/api/\S+):\n    get:", http.get("/api/schema/").text, flags=re.MULTILINE)
    event = http.get(f"/api/tickets/{number}/").json()["history"][0]["id"]
    found = [
        path.replace("{ticket_id}", str(number)).replace("{event_id}", str(event))
        for path in paths
        if path not in WITHOUT_DATABASE
    ]
    assert len(found) >= 4
    assert not [path for path in found if "{" in path]
    return [*found, "/api/tickets/?search=lift"]


def writes(http: httpx.Client, number: int) -> list[httpx.Response]:
    return [
        http.post("/api/tickets/", json=TICKET),
        http.post("/api/tickets/", json=TICKET, headers={"Idempotency-Key": os.urandom(8).hex()}),
        http.patch(f"/api/tickets/{number}/", json={"title": os.urandom(8).hex()}),
    ]


def assert_refused(answer: httpx.Response, *details: str) -> None:
    assert answer.status_code == 503, answer.request.url
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Content-Type"] == "application/json"
    assert list(answer.json()) == ["detail", "codes"]
    assert answer.json()["detail"] in details


def assert_unavailable(http: httpx.Client, reads: list[str], number: int) -> None:
    for answer in [*(http.get(path) for path in reads), *writes(http, number)]:
        assert_refused(answer, UNAVAILABLE.detail)
    classified = http.post("/api/tickets/classify/", json={"description": "I was charged twice and want a refund."})
    assert (classified.status_code, classified.json()["source"]) == (200, "keywords")
    assert http.get("/healthz").status_code == 200
    assert (http.get("/readyz").status_code, http.get("/readyz").json()) == (503, {"status": "database unreachable"})
    page = http.get("/admin/")
    assert (page.status_code, page.text, page.headers["Retry-After"]) == (503, f"{UNAVAILABLE.detail}\n", "5")


def assert_recovered(http: httpx.Client, reads: list[str], number: int) -> None:
    """Immediately, in every thread, although each still has a connection that is now broken."""
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: http.get("/api/tickets/"), range(CONCURRENT_REQUESTS)))
    assert {answer.status_code for answer in answers} == {200}
    assert {http.get(path).status_code for path in [*reads, "/readyz", "/admin/"]} == {200}
    assert [answer.status_code for answer in writes(http, number)] == [201, 201, 200]


def end_sessions(desk: Desk) -> None:
    desk.query(f"SELECT pg_terminate_backend(pid) {OUR_SESSIONS}")
    assert eventually(lambda: desk.query(f"SELECT count(*) {OUR_SESSIONS}")[0][0] <= 2)  # the watchers reconnect


def test_stopped_and_started_again(desk: Desk, http: httpx.Client, reads: list[str], number: int) -> None:
    desk.stop_database()
    try:
        assert_unavailable(http, reads, number)
    finally:
        desk.start_database()
    assert_recovered(http, reads, number)


def test_during_a_shutdown(desk: Desk, http: httpx.Client, reads: list[str], number: int) -> None:
    end_sessions(desk)
    with closing(psycopg2.connect(desk.database)):
        # A smart shutdown waits for this session and refuses new ones.
        desk.cluster.process.send_signal(signal.SIGTERM)
        assert eventually(lambda: http.get("/readyz").status_code == 503)
        with pytest.raises(psycopg2.OperationalError, match="shutting down"):
            psycopg2.connect(desk.database)
        assert_unavailable(http, reads, number)
    desk.start_database()
    assert_recovered(http, reads, number)


def test_without_a_free_connection(desk: Desk, http: httpx.Client, reads: list[str], number: int) -> None:
    desk.superuser("ALTER SYSTEM SET max_connections = 12;")
    desk.start_database()
    taken: list[Any] = []
    try:
        assert "connection slots" in use_every_connection(desk, taken)
        assert_unavailable(http, reads, number)
        while taken:
            taken.pop().close()
        # A few connections for 32 threads: some requests are answered, the others get 503.
        assert eventually(lambda: http.get("/readyz").status_code == 200)
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _: http.get("/api/tickets/"), range(CONCURRENT_REQUESTS)))
        assert {answer.status_code for answer in answers} <= {200, 503}
    finally:
        for one in taken:
            one.close()
        desk.superuser("ALTER SYSTEM RESET max_connections;")
        desk.start_database()
    assert_recovered(http, reads, number)


def use_every_connection(desk: Desk, taken: list[Any]) -> str:
    """Open connections until PostgreSQL refuses one. Returns its error."""
    while True:
        try:
            taken.append(psycopg2.connect(desk.database))
        except psycopg2.OperationalError as error:
            return str(error)


def test_a_session_terminated_during_a_statement(desk: Desk, http: httpx.Client, reads: list[str], number: int) -> None:
    waiting = f"{OUR_SESSIONS} AND wait_event_type = 'Lock'"
    requests: list[Callable[[], httpx.Response]] = [
        lambda: http.get("/api/tickets/"),
        lambda: http.post("/api/tickets/", json=TICKET),
        lambda: http.patch(f"/api/tickets/{number}/", json={"status": "closed"}),
    ]
    with ThreadPoolExecutor(3) as pool, closing(psycopg2.connect(desk.database)) as holder:
        holder.cursor().execute("LOCK TABLE tickets_ticket IN ACCESS EXCLUSIVE MODE")
        responses = [pool.submit(request) for request in requests]
        assert eventually(lambda: desk.query(f"SELECT count(*) {waiting}") == [(3,)], seconds=8)
        desk.query(f"SELECT pg_terminate_backend(pid) {waiting}")
        for one in responses:
            assert_refused(one.result(30), UNAVAILABLE.detail)
    assert_recovered(http, reads, number)


def test_while_read_only(desk: Desk, http: httpx.Client, reads: list[str], number: int) -> None:
    desk.superuser("ALTER DATABASE quietdesk SET default_transaction_read_only = on;")
    try:
        end_sessions(desk)
        for answer in writes(http, number):
            assert_refused(answer, REFUSED.detail)
        assert {http.get(path).status_code for path in reads} == {200}
    finally:
        desk.superuser("ALTER DATABASE quietdesk RESET default_transaction_read_only;")
        end_sessions(desk)
    assert_recovered(http, reads, number)


def test_with_a_full_disk(small_desk: Desk) -> None:
    filler = small_desk.home / "filler"
    text = "".join(chr(0x4E00 + byte) for byte in os.urandom(16_000))  # which PostgreSQL cannot compress
    with httpx.Client(base_url=small_desk.url, trust_env=False, timeout=60) as http:
        before = http.post("/api/tickets/", json=TICKET).json()["id"]
        small_desk.superuser("SELECT pg_switch_wal(); CREATE TABLE written AS SELECT 1;")  # start a new WAL segment
        fill(filler)
        answers = [http.post("/api/tickets/", json={**TICKET, "description": text}) for _ in range(30)]
        refused = [answer for answer in answers if answer.status_code != 201]
        assert refused, "the disk was not full"
        for answer in refused:
            assert_refused(answer, REFUSED.detail)
        assert http.get(f"/api/tickets/{before}/").status_code == 200
        assert http.get("/readyz").status_code == http.get("/api/tickets/stats/").status_code == 200
        filler.unlink()
        after = http.post("/api/tickets/", json={**TICKET, "description": text})
        assert after.status_code == 201
        stored = [1 for answer in answers if answer.status_code == 201]
        assert http.get("/api/tickets/stats/").json()["total_tickets"] == 2 + len(stored)
    assert "agree" in small_desk.manage("check_tally")


def fill(file: Any) -> None:
    """Use every free byte of the file system."""
    with file.open("wb", buffering=0) as taking:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    taking.write(b"\0" * size)
            except OSError:
                continue
