"""A statement that takes too long: stopped, and answered with 503 by a worker that then goes on; web workers only."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx
import pytest
from django.db import connection, connections, transaction
from pytest_django import Settings

from postgres.session import limit_statements

BACKEND = Path(__file__).parents[2]


def _wait_until_alone() -> None:
    for _ in range(300):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.1)


@pytest.fixture
def worker(transactional_db: None) -> Iterator[httpx.Client]:
    """A client of the production server, whose statements may take two seconds, on the tests' database."""
    # The test database of the same server, whether that is reached by address or by socket.
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    # Not below tmp_path: the path of a unix socket may have 107 bytes only.
    with TemporaryDirectory() as folder:
        socket = f"{folder}/web"
        environment = os.environ | {
            "BIND": f"unix:{socket}",
            "DATABASE_STATEMENT_TIMEOUT": "2",
            "DATABASE_URL": address,
            "LLM_PROVIDER": "keywords",
            "OLLAMA_URL": "off",
            "WEB_CONCURRENCY": "1",
        }
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "server/gunicorn.py"],
            cwd=BACKEND,
            env=environment,
            start_new_session=True,
        )
        try:
            for _ in range(600):
                if Path(socket).exists() or server.poll() is not None:
                    break
                time.sleep(0.1)
            transport = httpx.HTTPTransport(uds=socket)
            with httpx.Client(transport=transport, base_url="http://localhost", timeout=60) as client:
                yield client
        finally:
            # Killed, workers and all: how it ends is not the question here, and the database must be left alone.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(30)
            _wait_until_alone()


def test_a_slow_statement_is_stopped_and_its_worker_goes_on(worker: httpx.Client) -> None:
    ticket = {"title": "A title", "description": "A text", "category": "billing", "priority": "low"}
    assert worker.get("/api/tickets/").status_code == 200
    with transaction.atomic(), connection.cursor() as cursor:
        # Every read and write of tickets now waits: the real thing, as behind a long migration.
        cursor.execute("LOCK TABLE tickets_ticket IN ACCESS EXCLUSIVE MODE")
        for answer in (worker.get("/api/tickets/"), worker.post("/api/tickets/", json=ticket)):
            assert answer.status_code == 503
            assert answer.headers["Retry-After"] == "5"
            assert answer.headers["Content-Type"] == "application/json"
            assert answer.json() == {
                "detail": "The database took too long over this, so it was stopped."
                " Nothing was saved; please try again.",
                "codes": {"detail": "statement_timeout"},
            }
        cursor.execute("SELECT pg_sleep(2.3)")  # our own connection, which is no worker's, has no limit
    assert worker.get("/api/tickets/").json()["results"] == []
    assert worker.post("/api/tickets/", json=ticket).status_code == 201


@pytest.fixture
def options() -> Iterator[dict[str, str]]:
    """The options of the database connection, as they were before at the end."""
    place = connections.settings["default"]
    before = dict(place["OPTIONS"])
    yield place["OPTIONS"]
    place["OPTIONS"].clear()
    place["OPTIONS"].update(before)


@pytest.mark.django_db
def test_the_limit_stands_beside_options_that_were_given(options: dict[str, str], settings: Settings) -> None:
    options["options"] = "-c work_mem=8MB"
    settings.DATABASE_STATEMENT_TIMEOUT = 2.5
    limit_statements()
    assert options["options"].startswith("-c work_mem=8MB -c statement_timeout=2500 ")
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings WHERE name IN ('work_mem', 'plan_cache_mode', 'jit')")
            assert dict(cursor.fetchall()) == {
                "work_mem": "8192",
                "plan_cache_mode": "force_generic_plan",
                "jit": "off",
            }
    finally:
        other.close()


@pytest.mark.django_db
def test_commands_have_no_limit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
