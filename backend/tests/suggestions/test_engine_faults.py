"""Whatever the engine of the classifier sends, classify and create answer, the reason is told, and no log has text."""

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from suggestions.models import ModelLease
from suggestions.services import classify, label_defaults
from suggestions.services.chain import make_triage
from testing.engine import FAULTS, FINGERPRINT, EngineServer
from triage import Confidence, Triage, TriageConfig
from triage.embedders.base import Embeddings
from triage.embedders.bundled import Bundled
from triage.labels import Category, Priority
from triage.providers.classifier import ClassifierProvider, Reader

# No test's transaction around the request: inside one the classifier is not asked.
pytestmark = pytest.mark.django_db(transaction=True)
MARKER = "quokka7341"
BODY = {"title": f"Refund {MARKER}", "description": f"I was charged twice, please refund one payment. {MARKER}"}
# The answer's time on a busy machine: far below what a client's own timeout would need.
ON_TIME = 10.0


class Head:
    """Finds every text to be about an account, which keywords would not."""

    def answer(self, vector: Any, votes: Any) -> tuple[Category, Priority, Confidence]:
        return "account", "critical", Confidence(0.75, 0.5)

    def examples(self, vector: Any, labels: Any, language: str) -> Sequence[str]:
        return ("Badge does not open the door",)


def find_head(embeddings: Embeddings) -> Reader | None:
    return Head() if embeddings.fingerprint == FINGERPRINT else None


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Triage]]:
    """Makes the desk's chain for an engine at this path."""

    def make(path: str) -> Triage:
        config = TriageConfig(classifier_socket=path, classifier_timeout=1.0)
        chain = make_triage(config, providers={"classifier": ClassifierProvider(Bundled(path), find_head)})
        for module in (label_defaults, classify):
            monkeypatch.setattr(module, "triage", lambda: chain)
        return chain

    yield make
    assert not ModelLease.objects.exists()


def suggest(api: APIClient) -> dict[str, Any]:
    started = time.monotonic()
    response = api.post("/api/tickets/classify/", BODY)
    assert response.status_code == 200, response.content
    assert time.monotonic() - started < ON_TIME
    return dict(response.json())


def source_of_a_ticket(api: APIClient) -> str:
    response = api.post("/api/tickets/", BODY)
    assert response.status_code == 201, response.content
    return str(response.json()["suggested"]["source"])


def test_it_answers(api: APIClient, desk: Callable[[str], Triage]) -> None:
    with EngineServer() as engine:
        desk(engine.path)
        body = suggest(api)
        assert (body["source"], body["suggested_category"], body["fell_through"]) == ("classifier", "account", [])
        assert source_of_a_ticket(api) == "classifier"
    assert [request["texts"] for request in engine.requests] == [[f"{BODY['title']}\n{BODY['description']}"]] * 2
    # The engine is told how long anybody waits.
    assert 0.25 < engine.requests[0]["seconds"] <= 1.0
    assert engine.requests[1]["seconds"] <= 0.25


@pytest.mark.parametrize(("behave", "reason"), FAULTS.items())
def test_a_fault(
    behave: str, reason: str, api: APIClient, desk: Callable[[str], Triage], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with EngineServer(behave) as engine:
        desk(engine.path)
        body = suggest(api)
        assert (body["source"], body["suggested_category"]) == ("keywords", "billing")
        assert body["fell_through"] == [{"source": "classifier", "reason": reason}]
        assert source_of_a_ticket(api) == "keywords"
        # It is asked again as soon as it answers.
        engine.behave = "answers"
        assert suggest(api)["source"] == "classifier"
        assert source_of_a_ticket(api) == "classifier"
    assert MARKER not in caplog.text
    assert engine.path not in caplog.text
    assert engine.path not in str(body)


@pytest.mark.parametrize("there", ["nothing", "a file", "a folder", "a socket that nobody serves"])
def test_a_socket_that_is_none(there: str, api: APIClient, desk: Callable[[str], Triage], tmp_path: Path) -> None:
    path = tmp_path / "socket"
    match there:
        case "a file":
            path.write_text("x")
        case "a folder":
            path.mkdir()
        case "a socket that nobody serves":
            with EngineServer() as engine:
                os.link(engine.path, path)
    desk(str(path))
    assert suggest(api)["fell_through"] == [{"source": "classifier", "reason": "unreachable"}]
    assert source_of_a_ticket(api) == "keywords"


def test_an_engine_that_comes_back_is_asked_within_a_second_or_so(
    api: APIClient, desk: Callable[[str], Triage]
) -> None:
    with EngineServer() as engine:
        desk(engine.path)
        assert suggest(api)["source"] == "classifier"
        engine.stop()
        for _ in range(20):
            assert suggest(api)["source"] == "keywords"
        assert suggest(api)["fell_through"] == [{"source": "classifier", "reason": "paused"}]
        engine.start()
        until = time.monotonic() + ON_TIME
        while suggest(api)["source"] != "classifier":
            assert time.monotonic() < until
            time.sleep(0.05)
