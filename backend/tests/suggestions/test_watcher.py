"""The watcher: of all processes one leads and loads the model, and another takes over when it dies."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from rest_framework.test import APIClient

from suggestions.services import watcher
from suggestions.services.watcher import Leader
from testing.model_servers import OllamaServer
from triage import Triage

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(ask: Callable[[], bool]) -> bool:
    """Asks in another thread, so on another connection, as another process would."""

    def run() -> bool:
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(run).result()


def test_only_one_leads_and_the_next_takes_over() -> None:
    first = Leader()
    assert first.leads()
    assert first.leads()
    assert not elsewhere(Leader().leads)
    # As when the process is killed: the connection goes, and with it the lock.
    connection.close()
    assert elsewhere(Leader().leads)


def test_a_lead_lost_with_the_database_is_noticed() -> None:
    first = Leader()
    assert first.leads()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]

    def end() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        return True

    elsewhere(end)
    assert not first.leads()
    assert first.leads()
    connection.close()


def test_it_loads_the_model_and_the_pages_learn_of_it(api: APIClient, triage_with: Callable[..., Triage]) -> None:
    with OllamaServer(loaded=None) as server:
        triage_with(ollama_url=server.url)
        watcher.start.cache_clear()
        stop = watcher.start()
        assert stop is not None
        assert watcher.start() is stop
        try:
            until = time.monotonic() + 30
            while api.get("/api/triage/status/").json()["sources"][0]["state"] != "ready":
                assert time.monotonic() < until
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


def test_without_a_local_model_there_is_nothing_to_watch(triage_with: Callable[..., Triage]) -> None:
    triage_with(provider="keywords")
    watcher.start.cache_clear()
    assert watcher.start() is None
    watcher.start.cache_clear()
