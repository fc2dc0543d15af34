"""The statement timeout of the web workers: the request is answered with 503 and the worker continues."""

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

from postgres.session import set_session_options

BACKEND = Path(__file__).parents[2]


def _wait_for_other_connections() -> None:
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
    """A client of a production server on the test database, with a statement timeout of two seconds."""
    # DATABASE_URL may name a host or a socket; only its database is replaced.
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    # Not below tmp_path: the path of a unix socket is limited to 107 bytes.
    with TemporaryDirectory() as folder:
        socket = f"{folder}/web"
        environment = os.environ | {
            "ACCESS": "open",
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
            # Killed with its workers, so that no connection to the test database is left.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(30)
            _wait_for_other_connections()


def test_a_slow_statement_is_canceled_and_the_worker_continues(worker: httpx.Client) -> None:
    ticket = {"title": "A title", "description": "A text", "category": "billing", "priority": "low"}
    assert worker.get("/api/tickets/").status_code == 200
    with transaction.atomic(), connection.cursor() as cursor:
        # Every read and write of tickets now waits, as during a long migration.
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
        cursor.execute("SELECT pg_sleep(2.3)")  # the connection of the test has no timeout
    assert worker.get("/api/tickets/").json()["results"] == []
    assert worker.post("/api/tickets/", json=ticket).status_code == 201


@pytest.fixture
def options() -> Iterator[dict[str, str]]:
    """The options of the database connection, restored at the end."""
    database = connections.settings["default"]
    before = dict(database["OPTIONS"])
    yield database["OPTIONS"]
    database["OPTIONS"].clear()
    database["OPTIONS"].update(before)


@pytest.mark.django_db
def test_existing_options_are_kept(options: dict[str, str], settings: Settings) -> None:
    options["options"] = "-c work_mem=8MB"
    settings.DATABASE_STATEMENT_TIMEOUT = 2.5
    set_session_options()
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
def test_commands_have_no_timeout() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
