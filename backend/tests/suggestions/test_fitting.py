"""The classifier is fitted for the model of the desk's own server, in the background, and never mixed with another."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import pytest

from evaluation import desk_model
from evaluation.dataset import LabelledTicket
from evaluation.desk_model import CannotFit, DeskModel
from postgres.locks import CLASSIFIER_FITTING
from suggestions.services import fitting
from suggestions.services.watcher import LeaderElection
from testing.model_servers import EmbeddingServer
from testing.model_servers.messages import Answer
from triage import Confidence, FellThrough, Question, Triage, TriageConfig, fitted
from triage.errors import ModelMissing, RemoteModel, Unreachable

BACKEND = Path(__file__).parents[2]
WORDS: dict[str, tuple[Any, Any]] = {
    "invoice refund": ("billing", "low"),
    "printer jammed": ("technical", "medium"),
    "password locked": ("account", "high"),
    "ward outage": ("general", "critical"),
}
TICKETS = [
    LabelledTicket(f"own-{at}", f"{words} number {at}", category=category, priority=priority)
    for at in range(12)
    for words, (category, priority) in WORDS.items()
]
QUESTION = Question(description="password locked again")
WARMING = (FellThrough("classifier", "warming"),)


class Nearest:
    """A stand-in for the fitted heads: the labels of the nearest ticket."""

    def __init__(self, fingerprint: str, labels: Any, vectors: Any) -> None:
        self.fingerprint, self.labels, self.vectors = fingerprint, labels, vectors

    def to_bytes(self) -> bytes:
        return json.dumps([self.fingerprint, self.labels, self.vectors]).encode()

    def answer(self, vector: Any, *_: Any) -> Any:
        nearest = max(range(len(self.vectors)), key=lambda at: float(sum(vector * self.vectors[at])))
        return (*self.labels[nearest], Confidence(0.9, 0.9))

    def examples(self, *_: Any) -> tuple[str, ...]:
        return ("an example",)


def fit_nearest(tickets: Any, vectors: Any, fingerprint: str, held_out: Any, parts: int) -> Nearest:
    return Nearest(fingerprint, [(ticket.category, ticket.priority) for ticket in tickets], vectors.tolist())


@pytest.fixture(autouse=True)
def few_tickets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_model, "training_set", lambda: TICKETS)
    fitter = SimpleNamespace(cross_validate=lambda *_: None, fit=fit_nearest)
    monkeypatch.setattr(desk_model, "import_module", lambda _: fitter)
    reader = SimpleNamespace(read_model=lambda content: Nearest(*json.loads(content)))
    monkeypatch.setattr(fitted, "import_module", lambda _: reader)


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with EmbeddingServer(width=64) as running:
        yield running


def config_of(server: EmbeddingServer, folder: Path, api: Any = "ollama") -> TriageConfig:
    url = server.url if api == "ollama" else f"{server.url}/v1"
    # The desk must answer within its timeout on a busy machine.
    return TriageConfig(
        embedding_model="bge-m3",
        embedding_url=url,
        embedding_api=api,
        fitted_folder=str(folder / "fitted"),
        classifier_timeout=5.0,
    )


def fit(config: TriageConfig, done: list[tuple[int, int]] | None = None) -> None:
    told: list[tuple[int, int]] = [] if done is None else done
    DeskModel(config, sleep=lambda _: None).fit(lambda *progress: told.append(progress))


@pytest.mark.parametrize("api", ["ollama", "openai"])
def test_a_model_is_fitted_once_and_answers(api: str, server: EmbeddingServer, tmp_path: Path) -> None:
    config = config_of(server, tmp_path, api)
    assert Triage(config).classify(QUESTION).fell_through == WARMING
    assert not DeskModel(config).is_fitted()
    done: list[tuple[int, int]] = []
    fit(config, done)
    assert done == [(at, 48) for at in range(8, 49, 8)]
    assert DeskModel(config).is_fitted()
    answer = Triage(config).classify(QUESTION)
    assert (answer.source, answer.model) == ("classifier", "bge-m3")
    assert (answer.labels.category, answer.labels.priority) == ("account", "high")
    assert answer.labels.reasons


@pytest.mark.parametrize("api", ["ollama", "openai"])
def test_other_weights_are_fitted_anew_and_the_old_never_used(
    api: str, server: EmbeddingServer, tmp_path: Path
) -> None:
    config = config_of(server, tmp_path, api)
    fit(config)
    server.models["bge-m3"] = "other weights"
    assert Triage(config).classify(QUESTION).fell_through == WARMING
    assert not DeskModel(config).is_fitted()
    fit(config)
    assert Triage(config).classify(QUESTION).labels.category == "account"


@pytest.mark.parametrize("api", ["ollama", "openai"])
def test_weights_that_change_meanwhile_are_noticed_and_nothing_is_kept(
    api: str, server: EmbeddingServer, tmp_path: Path
) -> None:
    def change(answer: Any) -> Any:
        if len(server.inputs) == 3:
            server.models["bge-m3"] = "other weights"
        return answer

    server.change = change
    with pytest.raises(CannotFit, match="changed meanwhile"):
        fit(config_of(server, tmp_path, api))
    assert not (tmp_path / "fitted").exists()


@pytest.mark.parametrize("api", ["ollama", "openai"])
def test_a_ticket_that_the_model_cannot_read_is_left_out_alone(
    api: str, server: EmbeddingServer, tmp_path: Path
) -> None:
    """Servers answer 500 to a whole batch when one of its texts gives no number."""
    server.poison = "jammed number 5"
    config = config_of(server, tmp_path, api)
    fit(config)
    assert Triage(config).classify(QUESTION).source == "classifier"


def test_a_model_that_cannot_read_many_is_not_used(server: EmbeddingServer, tmp_path: Path) -> None:
    server.poison = "jammed"
    with pytest.raises(CannotFit, match="too many"):
        fit(config_of(server, tmp_path))


def test_a_server_that_is_busy_for_a_moment_loses_nothing(server: EmbeddingServer, tmp_path: Path) -> None:
    pauses: list[float] = []

    def wait(seconds: float) -> None:
        pauses.append(seconds)
        server.behave = "well"

    server.behave = "loading"
    DeskModel(config_of(server, tmp_path), sleep=wait).fit(lambda *_: None)
    assert pauses == [1.0]


@pytest.mark.parametrize("error", [Unreachable, ModelMissing, RemoteModel])
def test_what_it_cannot_ask_is_told_and_nothing_is_kept(
    error: type[Exception], server: EmbeddingServer, tmp_path: Path
) -> None:
    if error is ModelMissing:
        server.models = {}
    elif error is RemoteModel:
        server.described["/api/tags"] = {"remote_host": "https://ollama.com"}
    else:
        server.behave = "reset"
    with pytest.raises(error):
        fit(config_of(server, tmp_path))
    assert not (tmp_path / "fitted").exists()


def test_killed_in_the_middle_nothing_half_done_stays(server: EmbeddingServer, tmp_path: Path) -> None:
    server.instead["/api/embed"] = Answer(503, {})  # so that it is still at work when it is killed
    code = (
        "import sys; from triage import TriageConfig; from evaluation.desk_model import DeskModel; "
        "config = TriageConfig(embedding_model='bge-m3', embedding_url=sys.argv[1], fitted_folder=sys.argv[2]); "
        "DeskModel(config).fit(print)"
    )
    config = config_of(server, tmp_path)
    process = subprocess.Popen([sys.executable, "-c", code, config.embedding_url, config.fitted_folder], cwd=BACKEND)
    try:
        wait_until(lambda: bool(server.inputs))
    finally:
        process.kill()
        process.wait()
    del server.instead["/api/embed"]
    assert not DeskModel(config).is_fitted()
    fit(config)
    assert [file.suffix for file in Path(config.fitted_folder).iterdir()] == [".fitted"]
    assert DeskModel(config).is_fitted()


def wait_until(condition: Any, seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def thread(server: EmbeddingServer, tmp_path: Path) -> Iterator[Any]:
    """Starts the thread with a configuration; it ends with the test."""
    stop = Event()
    started: list[Thread] = []

    def begin(config: TriageConfig) -> None:
        started.append(Thread(target=fitting.run, args=(DeskModel(config), stop)))
        started[-1].start()

    yield begin
    stop.set()
    for one in started:
        one.join()


@pytest.mark.django_db(transaction=True)
def test_the_thread_fits_tells_its_progress_and_other_processes_find_it(
    thread: Any, server: EmbeddingServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = config_of(server, tmp_path)
    other = Triage(config)
    assert other.classify(QUESTION).fell_through == WARMING
    with caplog.at_level(logging.INFO):
        thread(config)
        wait_until(lambda: other.classify(QUESTION).source == "classifier")
        wait_until(lambda: "fitted for bge-m3" in caplog.text)
    assert "reading the training tickets with bge-m3, 24 of 48" in caplog.text
    assert "number 5" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_after_a_failure_it_tries_again_and_says_why(
    thread: Any,
    server: EmbeddingServer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fitting, "FIRST_RETRY", 0.05)
    models, server.models = server.models, {}
    config = config_of(server, tmp_path)
    thread(config)
    wait_until(lambda: "not fitted for bge-m3 (model_missing)" in caplog.text)
    blocked = tmp_path / "fitted"
    blocked.write_text("a file where the folder should be")
    server.models = models
    wait_until(lambda: "not fitted for bge-m3 (FileExistsError)" in caplog.text)
    blocked.unlink()
    wait_until(lambda: DeskModel(config).is_fitted())


@pytest.mark.django_db(transaction=True)
def test_one_process_fits_at_a_time(thread: Any, server: EmbeddingServer, tmp_path: Path) -> None:
    leader = LeaderElection(CLASSIFIER_FITTING)
    assert leader.is_leader()
    thread(config_of(server, tmp_path))
    time.sleep(0.5)
    assert server.inputs == []


def test_a_desk_without_a_model_of_its_own_has_no_thread() -> None:
    fitting.start.cache_clear()
    assert fitting.start() is None
