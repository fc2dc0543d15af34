"""The desk beside the real engine while it is killed and stopped: every request is answered, if need be by keywords."""

import os
import signal
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from suggestions.models import ModelLease
from suggestions.services import classify, label_defaults
from suggestions.services.chain import make_triage
from tests.embedding.engine import PATIENCE, Engine
from tickets.models import Ticket
from triage import Confidence, TriageConfig
from triage.embedders.base import Embeddings
from triage.embedders.bundled import Bundled
from triage.labels import Category, Priority
from triage.providers.classifier import ClassifierProvider, Reader

pytestmark = pytest.mark.django_db(transaction=True)
BODY = {"title": "Refund", "description": "I was charged twice, please refund one payment."}
CALLERS = 6


class Head:
    """Finds every text to be about an account, which keywords would not."""

    def answer(self, vector: Any) -> tuple[Category, Priority, Confidence]:
        return "account", "critical", Confidence(0.75, 0.5)

    def examples(self, vector: Any, language: str) -> Sequence[str]:
        return ()


def find_head(embeddings: Embeddings) -> Reader | None:
    return Head()


@pytest.fixture
def desk(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The desk's chain asks the engine."""
    path = str(engine.path)
    provider = ClassifierProvider(Bundled(path), find_head)
    chain = make_triage(TriageConfig(classifier_socket=path), providers={"classifier": provider})
    for module in (label_defaults, classify):
        monkeypatch.setattr(module, "triage", lambda: chain)
    return engine


def call(number: int) -> tuple[int, str]:
    """Suggest or submit. The status, and who answered."""
    api = APIClient()
    if number % 2:
        response = api.post("/api/tickets/classify/", BODY)
        return response.status_code, response.json()["source"]
    response = api.post("/api/tickets/", BODY, headers={"Idempotency-Key": f"{os.getpid()}-{number}-{time.time_ns()}"})
    return response.status_code, response.json()["suggested"]["source"]


def test_it_answers(desk: Engine) -> None:
    until = time.monotonic() + PATIENCE
    while call(1) != (200, "classifier"):
        assert time.monotonic() < until
    while call(0) != (201, "classifier"):
        assert time.monotonic() < until


@pytest.mark.parametrize("hurt", [signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV], ids=lambda one: one.name)
def test_no_caller_suffers_while_it_dies_or_hangs_again_and_again(desk: Engine, hurt: signal.Signals) -> None:
    stop = Event()

    def work(caller: int) -> Counter[tuple[int, str]]:
        seen: Counter[tuple[int, str]] = Counter()
        try:
            while not stop.is_set():
                seen[call(caller)] += 1
        finally:
            connection.close()
        return seen

    with ThreadPoolExecutor(CALLERS) as pool:
        callers = [pool.submit(work, number) for number in range(CALLERS)]
        for _ in range(4):
            time.sleep(0.5)
            with suppress(ProcessLookupError):
                desk.signal_worker(hurt)
        stop.set()
        seen = sum((one.result() for one in callers), Counter())
    assert {status for status, _ in seen} == {200, 201}
    assert {source for _, source in seen} <= {"classifier", "keywords"}
    assert Ticket.objects.count() == sum(count for (status, _), count in seen.items() if status == 201)
    assert not ModelLease.objects.exists()
    until = time.monotonic() + PATIENCE
    while call(1) != (200, "classifier"):
        assert time.monotonic() < until
        time.sleep(0.05)
