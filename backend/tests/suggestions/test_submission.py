"""Submitting a ticket: the classifier labels it where it answers at once, keywords where not, and it never fails."""

import logging
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Lock
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from suggestions.models import ModelLease
from suggestions.services import classify, label_defaults
from suggestions.services.chain import make_triage
from tickets import services
from tickets.models import Ticket
from triage import Confidence, Question, Triage, TriageConfig
from triage.embedders.base import Embeddings
from triage.errors import BadAnswer, Busy, DeadlineExceeded, Unreachable, Warming
from triage.labels import Category, Priority
from triage.providers.classifier import ClassifierProvider, Reader

# No test's transaction around the request: inside one the classifier is not asked.
pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/tickets/"
MARKER = "quokka7341"
# Keywords say billing.
BODY = {"title": f"Refund {MARKER}", "description": f"I was charged twice, please refund one payment. {MARKER}"}


class Engine:
    """An embedder that does what `behave` says, and counts who waits."""

    model = "multilingual-e5-small"

    def __init__(self) -> None:
        self.behave: Callable[[float], None] = lambda deadline: None
        self.lock = Lock()
        self.asked = self.waiting = self.peak = 0
        self.in_transaction: list[bool] = []
        self.connected: list[bool] = []
        self.waits: list[float] = []

    def embed(self, texts: Sequence[str], deadline: float) -> Embeddings:
        with self.lock:
            self.asked += 1
            self.waiting += 1
            self.peak = max(self.peak, self.waiting)
            self.in_transaction.append(connection.in_atomic_block)
            self.connected.append(connection.connection is not None)
            self.waits.append(deadline - time.monotonic())
        try:
            self.behave(deadline)
        finally:
            with self.lock:
                self.waiting -= 1
        return Embeddings("weights-1", [[1.0]] * len(texts))


class Head:
    """Finds every text to be about an account, which keywords would not."""

    def answer(self, vector: Any, votes: Any) -> tuple[Category, Priority, Confidence]:
        return "account", "critical", Confidence(0.75, 0.5)

    def examples(self, vector: Any, labels: Any, language: str) -> Sequence[str]:
        return ("Badge does not open the door",)


def find_head(embeddings: Embeddings) -> Reader | None:
    return Head()


def hang(deadline: float) -> None:
    time.sleep(max(0.0, deadline - time.monotonic()))
    raise DeadlineExceeded


def fail(error: Exception) -> Callable[[float], None]:
    def behave(deadline: float) -> None:
        raise error

    return behave


def process(engine: Engine) -> Triage:
    """A chain as each server process has one: they share the engine and the database."""
    config = TriageConfig(classifier_socket="/run/classifier/socket")
    return make_triage(config, providers={"classifier": ClassifierProvider(engine, find_head)})


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    engine = Engine()
    chain = process(engine)
    for module in (label_defaults, classify):
        monkeypatch.setattr(module, "triage", lambda: chain)
    yield engine
    # Every lease is released.
    assert not ModelLease.objects.exists()


def submit(api: APIClient, **more: Any) -> dict[str, Any]:
    response = api.post(URL, BODY | more)
    assert response.status_code == 201, response.content
    return dict(response.json())


def test_the_classifier_labels_the_ticket(api: APIClient, engine: Engine) -> None:
    body = submit(api)
    assert (body["category"], body["priority"]) == ("account", "critical")
    ticket = Ticket.objects.get()
    assert (ticket.suggested_by, ticket.suggested_model) == ("classifier", "multilingual-e5-small")
    assert (ticket.suggested_category, ticket.suggested_priority) == ("account", "critical")
    assert ticket.suggested_confidence == {"category": 0.75, "priority": 0.5}
    assert (ticket.suggested_prompt, ticket.suggested_text_changed) == (None, False)
    assert ticket.suggested_ms is not None
    assert 0 < engine.waits[0] <= 0.25


def test_a_submission_keeps_its_connection_and_a_suggestion_does_not(api: APIClient, engine: Engine) -> None:
    submit(api)
    api.post("/api/tickets/classify/", BODY)
    assert engine.connected == [True, False]


def test_a_label_that_was_sent_stands(api: APIClient, engine: Engine) -> None:
    body = submit(api, category="general")
    assert (body["category"], body["priority"]) == ("general", "critical")
    ticket = Ticket.objects.get()
    assert (ticket.suggested_category, ticket.suggested_priority) == (None, "critical")
    submit(api, category="general", priority="low")
    assert engine.asked == 1


def test_its_suggestion_travels_in_a_token_and_is_not_made_again(api: APIClient, engine: Engine) -> None:
    suggestion = api.post("/api/tickets/classify/", BODY).json()
    assert (suggestion["source"], suggestion["model"]) == ("classifier", "multilingual-e5-small")
    assert suggestion["reasons"] == ["Badge does not open the door"]
    body = submit(api, suggestion=suggestion["suggestion"])
    assert (body["suggested"]["source"], body["suggested"]["prompt"]) == ("classifier", None)
    assert body["suggested"]["confidence"] == {"category": 0.75, "priority": 0.5}
    assert engine.asked == 1


@pytest.mark.parametrize(
    "behave",
    [hang, *(fail(one) for one in (Unreachable(), BadAnswer(), Busy(), Warming(), ImportError(), OSError(24, "")))],
    ids=["hangs", "gone", "garbage", "busy", "loading", "without numpy", "no file descriptor"],
)
def test_whatever_the_engine_does_the_ticket_is_there(
    behave: Callable[[float], None], api: APIClient, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    engine.behave = behave
    for _ in range(7):
        assert submit(api)["suggested"]["source"] == "keywords"
    assert set(Ticket.objects.values_list("category", flat=True)) == {"billing"}
    assert MARKER not in caplog.text
    engine.behave = lambda deadline: None


def test_an_engine_that_hangs_is_not_waited_for_at_every_ticket(api: APIClient, engine: Engine) -> None:
    engine.behave = hang
    for _ in range(20):
        submit(api)
    # A breaker opens after five, and each probe doubles its pause: far fewer than 20 even on a slow machine.
    assert engine.asked < 12


def test_at_most_two_wait_over_all_processes_and_the_rest_takes_keywords(engine: Engine) -> None:
    callers = 12
    chains = [process(engine) for _ in range(3)]
    together = Barrier(callers)
    engine.behave = lambda deadline: time.sleep(0.1)

    def ask(number: int) -> str:
        together.wait()
        try:
            return chains[number % 3].at_submission(Question(**BODY)).source
        finally:
            connection.close()

    with ThreadPoolExecutor(callers) as pool:
        sources = list(pool.map(ask, range(callers)))
    assert engine.peak <= 2
    assert sources.count("keywords") == callers - sources.count("classifier")
    assert engine.asked >= sources.count("classifier")
    assert "keywords" in sources


def test_many_tickets_at_once_are_all_there(engine: Engine) -> None:
    engine.behave = lambda deadline: time.sleep(0.02)

    def send(number: int) -> int:
        try:
            key = {"Idempotency-Key": str(uuid.uuid4())} if number % 2 else {}
            return int(APIClient().post(URL, BODY, headers=key).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(send, range(40))) == {201}
    assert Ticket.objects.count() == 40
    assert engine.peak <= 2
    assert set(Ticket.objects.values_list("suggested_by", flat=True)) <= {"classifier", "keywords"}


def test_it_is_asked_before_the_transaction_of_a_key_and_not_for_a_retry(api: APIClient, engine: Engine) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = api.post(URL, BODY, headers=key)
    again = api.post(URL, BODY, headers=key)
    assert first.json()["suggested"]["source"] == "classifier"
    assert first.json() == again.json()
    assert engine.in_transaction == [False]


def test_inside_a_transaction_nobody_waits_for_it(engine: Engine) -> None:
    """As in the admin site: what the transaction has locked would stay locked meanwhile."""
    with transaction.atomic():
        ticket = services.ticket_create(**BODY)
    assert (ticket.suggested_by, engine.asked) == ("keywords", 0)


def test_without_leases_keywords_answer(api: APIClient, engine: Engine) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE suggestions_modellease RENAME TO elsewhere")
    try:
        assert submit(api)["suggested"]["source"] == "keywords"
        assert engine.asked == 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO suggestions_modellease")


def test_leases_of_a_process_that_was_killed_block_it_until_they_expire(api: APIClient, engine: Engine) -> None:
    in_a_minute = timezone.now() + timedelta(minutes=1)
    leases = [
        ModelLease.objects.create(source="submission", slot=slot, holder=uuid.uuid4(), expires_at=in_a_minute)
        for slot in range(2)
    ]
    assert submit(api)["suggested"]["source"] == "keywords"
    # Suggestions are counted apart.
    assert api.post("/api/tickets/classify/", BODY).json()["source"] == "classifier"
    ModelLease.objects.filter(pk=leases[0].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert submit(api)["suggested"]["source"] == "classifier"
    ModelLease.objects.filter(pk=leases[1].pk).delete()


def test_the_status_tells_its_state(api: APIClient, engine: Engine) -> None:
    def state() -> dict[str, Any]:
        sources = api.get("/api/triage/status/").json()["sources"]
        return dict(next(one for one in sources if one["source"] == "classifier"))

    assert state() == {
        "source": "classifier",
        "state": "ready",
        "model": "multilingual-e5-small",
        "place": "machine",
    }
    engine.behave = fail(Unreachable())
    api.post("/api/tickets/classify/", BODY)
    assert state()["state"] == "unreachable"
    for _ in range(5):
        api.post("/api/tickets/classify/", BODY)
    assert state()["state"] in ("paused", "unreachable")
