"""The watcher: one leader of all processes loads the model, and another takes over when it dies."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from rest_framework.test import APIClient

from suggestions.services import watcher
from suggestions.services.watcher import LeaderElection
from testing.model_servers import OllamaServer
from triage import Triage

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(call: Callable[[], bool]) -> bool:
    """Calls it in another thread and thus on another connection, like another process."""

    def run() -> bool:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(run).result()


def test_there_is_one_leader_and_another_takes_over() -> None:
    first = LeaderElection()
    assert first.is_leader()
    assert first.is_leader()
    assert not elsewhere(LeaderElection().is_leader)
    # A killed process loses its connection and with it the lock.
    connection.close()
    assert elsewhere(LeaderElection().is_leader)


def test_a_leader_notices_that_it_lost_its_connection() -> None:
    first = LeaderElection()
    assert first.is_leader()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]

    def end() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        return True

    elsewhere(end)
    assert not first.is_leader()
    assert first.is_leader()
    connection.close()


def test_it_loads_the_model_and_updates_the_status(api: APIClient, triage_with: Callable[..., Triage]) -> None:
    with OllamaServer(loaded=None) as server:
        triage_with(ollama_url=server.url)
        watcher.start.cache_clear()
        stop = watcher.start()
        assert stop is not None
        assert watcher.start() is stop
        try:
            deadline = time.monotonic() + 30
            while api.get("/api/triage/status/").json()["sources"][0]["state"] != "ready":
                assert time.monotonic() < deadline
                time.sleep(0.05)
            assert (
                api.post("/api/tickets/classify/", {"description": "The scanner is jammed."}).json()["source"]
                == "ollama"
            )
            assert server.loads == ["granite4.1:3b"]
        finally:
            stop.set()
            watcher.join()
            watcher.start.cache_clear()


def test_without_a_local_model_no_thread_starts(triage_with: Callable[..., Triage]) -> None:
    triage_with(provider="keywords")
    watcher.start.cache_clear()
    assert watcher.start() is None
    watcher.start.cache_clear()
