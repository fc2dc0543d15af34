"""The desk beside the real engine while it is killed and stopped: every request is answered, if need be by keywords."""

import os
import signal
import time
from collections import Counter
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
from triage import TriageConfig

pytestmark = pytest.mark.django_db(transaction=True)
BODY = {"title": "Refund", "description": "I was charged twice, please refund one payment."}
CALLERS = 6


@pytest.fixture
def desk(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The desk's chain, as it is configured, asks the engine."""
    chain = make_triage(TriageConfig(classifier_socket=str(engine.path)))
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


@pytest.mark.parametrize(
    ("language", "title", "description", "category"),
    [
        ("en", "Charged twice", "My card was charged two times for the same invoice.", "billing"),
        ("de", "Anmeldung geht nicht", "Seit heute frueh nimmt das System mein Kennwort nicht mehr an.", "account"),
        ("ja", "プリンター", "三階のプリンターが紙詰まりで印刷できません。", "technical"),
    ],
)
def test_a_suggestion_has_labels_confidence_and_what_it_reads_like(
    language: str, title: str, description: str, category: str, desk: Engine
) -> None:
    body = {"title": title, "description": description}
    until = time.monotonic() + PATIENCE
    answer: dict[str, Any] = {"source": ""}
    while answer["source"] != "classifier":
        assert time.monotonic() < until
        answer = APIClient().post("/api/tickets/classify/", body, headers={"Accept-Language": language}).json()
    assert (answer["suggested_category"], answer["model"], answer["fell_through"]) == (
        category,
        "multilingual-e5-small",
        [],
    )
    assert 0 < answer["confidence"]["category"] <= 1
    assert 0 < answer["confidence"]["priority"] <= 1
    assert 1 <= len(answer["reasons"]) <= 2
    assert all(0 < len(reason) <= 120 for reason in answer["reasons"])


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
