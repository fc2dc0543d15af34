"""The built-in classifier in the chain: when it is asked, what its failures mean, and the state that it shows."""

import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from testing.engine import EngineServer
from tests.triage.conftest import MARKER, QUESTION
from triage import Confidence, FellThrough, Question, SourceStatus, Triage
from triage.embedders.base import Embeddings
from triage.errors import BadAnswer, Busy, DeadlineExceeded, LocalOnly, ProviderError, Refused, Unreachable, Warming
from triage.labels import Category, Priority, Source
from triage.observed import KNOWN_FAILED, KNOWN_READY
from triage.providers.classifier import ClassifierProvider, Reader
from triage.types import Labels

BACKEND = Path(__file__).parents[2]
WITH_MODELS = {"ollama_url": "http://127.0.0.1:11434", "openai_key": "sk-x"}


class Embedder:
    """An embedder that gives every text the same vectors, or fails."""

    model = "a-model"

    def __init__(self, error: Exception | None = None, vectors: Any = ((0.6, 0.8),)) -> None:
        self.error = error
        self.vectors = vectors
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str], deadline: float) -> Embeddings:
        self.texts += texts
        if self.error:
            raise self.error
        return Embeddings("weights-1", self.vectors)


class Head:
    """Answers high for one vector alone."""

    def answer(self, vector: Any, votes: Any) -> tuple[Category, Priority, Confidence]:
        return "account", "high" if list(vector) == [0.6, 0.8] else "low", Confidence(0.9, 0.8)

    def examples(self, vector: Any, labels: Any, language: str) -> Sequence[str]:
        return (f"an example in {language or 'any language'}",)


def find_head(embeddings: Embeddings) -> Reader | None:
    return Head() if embeddings.fingerprint == "weights-1" else None


class Model:
    """A model that fails."""

    def __init__(self, source: Source, error: ProviderError) -> None:
        self.source, self.model, self.error = source, "m", error

    def classify(self, question: Question, deadline: float) -> Labels:
        raise self.error


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def desk(chain: Callable[..., Triage]) -> Callable[..., Triage]:
    """A chain with a classifier; `embedder` and `find` are its parts, `models` the sources before it."""

    def make(embedder: Embedder | None = None, find: Any = find_head, **wanted: Any) -> Triage:
        providers = {"classifier": ClassifierProvider(embedder or Embedder(), find), **wanted.pop("models", {})}
        return chain(providers=providers, **{"classifier_socket": "/run/classifier/socket", **wanted})

    return make


def state(triage: Triage) -> str:
    return next(one.state for one in triage.status() if one.source == "classifier")


def test_it_answers_before_keywords_with_what_the_text_reads_like(desk: Callable[..., Triage]) -> None:
    embedder = Embedder()
    suggestion = desk(embedder).classify(Question(title="Badge", description="does\x00 not open", language="de"))
    assert (suggestion.source, suggestion.model, suggestion.fell_through) == ("classifier", "a-model", ())
    assert suggestion.labels == Labels("account", "high", Confidence(0.9, 0.8), ("an example in de",))
    # Cleaned, as for the models; it is not redacted, because it stays on the machine.
    assert embedder.texts == ["Badge\ndoes not open"]


def test_it_reads_numbers_as_they_stand_and_no_addresses_which_mean_nothing(desk: Callable[..., Triage]) -> None:
    embedder = Embedder()
    desk(embedder, openai_key="sk-x", models={"openai": Model("openai", Refused())}).classify(
        Question(description="Call 0171 1234567 or write to a@b.example")
    )
    assert embedder.texts == ["Call 0171 1234567 or write to"]


@pytest.mark.parametrize("error", [Busy, Warming, DeadlineExceeded, BadAnswer])
def test_a_local_model_that_excludes_the_cloud_does_not_exclude_the_classifier(
    error: type[ProviderError], desk: Callable[..., Triage]
) -> None:
    models = {"ollama": Model("ollama", error()), "openai": Model("openai", Refused())}
    suggestion = desk(models=models, **WITH_MODELS).classify(QUESTION)
    assert suggestion.source == "classifier"
    assert suggestion.fell_through == (FellThrough("ollama", error.reason),)


def test_after_both_models_it_answers_and_local_only_does_not_touch_it(desk: Callable[..., Triage]) -> None:
    models = {"ollama": Model("ollama", Unreachable()), "openai": Model("openai", Refused())}
    triage = desk(models=models, **WITH_MODELS)
    fell_through = (FellThrough("ollama", "unreachable"), FellThrough("openai", "refused"))
    suggestion = triage.classify(QUESTION)
    assert (suggestion.source, suggestion.fell_through) == ("classifier", fell_through)
    suggestion = triage.classify(QUESTION, local_only=True)
    fell_through = (FellThrough("ollama", "unreachable"), FellThrough("openai", LocalOnly.reason))
    assert (suggestion.source, suggestion.fell_through) == ("classifier", fell_through)


@pytest.mark.parametrize("provider", ["auto", "classifier"])
@pytest.mark.parametrize(
    "error", [Unreachable(), BadAnswer("garbage"), DeadlineExceeded(), Busy(), Warming()], ids=lambda one: one.reason
)
def test_when_it_fails_keywords_answer_and_the_reason_is_told(
    provider: str, error: ProviderError, desk: Callable[..., Triage], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    suggestion = desk(Embedder(error), provider=provider).classify(QUESTION)
    assert (suggestion.source, suggestion.labels.reasons) == ("keywords", ("words",))
    assert suggestion.fell_through == (FellThrough("classifier", error.reason),)
    assert f"triage fell through: source=classifier reason={error.reason}" in caplog.text
    assert MARKER not in caplog.text


@pytest.mark.parametrize(
    "vectors",
    [[], [[0.6, 0.8], [0.6, 0.8]], [[]], [[float("nan"), 0.8]], [[float("inf"), 0.0]], [[0.0, 0.0]], [[3.0, 4.0]]],
    ids=["none", "two", "empty", "nan", "infinite", "zero", "not of length 1"],
)
def test_a_vector_that_is_none_is_a_bad_answer(vectors: Any, desk: Callable[..., Triage]) -> None:
    suggestion = desk(Embedder(vectors=vectors)).classify(QUESTION)
    assert (suggestion.source, suggestion.fell_through) == ("keywords", (FellThrough("classifier", "bad_answer"),))


def test_warming_up_loads_what_the_first_answer_would_wait_for(desk: Callable[..., Triage]) -> None:
    looked_for: list[str] = []

    def find(embeddings: Embeddings) -> Reader | None:
        looked_for.append(embeddings.fingerprint)
        raise OSError("no such file")

    embedder = Embedder()
    desk(embedder, find).warm_up()
    # Also before the engine is there: a submission waits 250 ms, and numpy alone may take longer to import.
    assert (looked_for, embedder.texts) == ([""], [])


@pytest.mark.parametrize("provider", ["ollama", "openai", "keywords"])
def test_another_source_by_name_leaves_it_out(provider: str, desk: Callable[..., Triage]) -> None:
    embedder = Embedder()
    models = {"ollama": Model("ollama", Unreachable()), "openai": Model("openai", Refused())}
    triage = desk(embedder, provider=provider, models=models, **WITH_MODELS)
    assert triage.classify(QUESTION).source == "keywords"
    assert triage.at_submission(QUESTION).source == "keywords"
    assert (embedder.texts, state(triage)) == ([], "off")


def test_switched_off_it_is_told_where_it_is_chosen_by_name(
    desk: Callable[..., Triage], caplog: pytest.LogCaptureFixture
) -> None:
    triage = desk(provider="classifier", classifier=False)
    assert "classifier is chosen but excluded by CLASSIFIER=off" in caplog.text
    assert triage.classify(QUESTION).fell_through == (FellThrough("classifier", "off"),)
    assert SourceStatus("classifier", "off", None) in triage.status()


def test_without_a_head_for_these_weights_it_warms_up(desk: Callable[..., Triage]) -> None:
    heads: dict[str, Head] = {}
    clock = Clock()
    triage = desk(find=lambda embeddings: heads.get(embeddings.fingerprint), clock=clock)
    assert triage.classify(QUESTION).fell_through == (FellThrough("classifier", "warming"),)
    assert state(triage) == "warming"
    heads["weights-1"] = Head()
    assert triage.classify(QUESTION).source == "classifier"
    assert state(triage) == "ready"


def test_a_machine_without_numpy_has_keywords_and_one_line_about_it(
    desk: Callable[..., Triage], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    triage = desk(Embedder(ModuleNotFoundError("No module named 'numpy'", name="numpy")))
    for _ in range(20):
        assert triage.classify(QUESTION).source == "keywords"
        assert triage.at_submission(QUESTION).source == "keywords"
    assert state(triage) == "off"
    assert caplog.text.count("the classifier is off: a part of it cannot be used (ModuleNotFoundError numpy)") == 1


def test_a_process_without_numpy_has_keywords_beside_an_engine_that_answers() -> None:
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "from triage import Question, Triage, TriageConfig\n"
        "triage = Triage(TriageConfig(classifier_socket=sys.argv[1]))\n"
        "triage.warm_up()\n"
        "print(triage.classify(Question('please refund')).source, triage.status()[2].state)"
    )
    with EngineServer() as engine:
        done = subprocess.run(
            [sys.executable, "-c", code, engine.path], cwd=BACKEND, capture_output=True, text=True, check=True
        )
    assert done.stdout.split() == ["keywords", "off"]
    assert done.stderr.count("the classifier is off: a part of it cannot be used (ModuleNotFoundError numpy)") == 1


@pytest.mark.parametrize("error", [OSError("/secret/path"), ValueError("half a file"), KeyError("heads")], ids=repr)
def test_heads_that_cannot_be_read_leave_keywords_and_one_line(
    error: Exception, desk: Callable[..., Triage], caplog: pytest.LogCaptureFixture
) -> None:
    def find(embeddings: Embeddings) -> Reader | None:
        raise error

    triage = desk(find=find)
    for _ in range(20):
        assert triage.classify(QUESTION).source == "keywords"
    assert state(triage) == "off"
    off = [one.getMessage() for one in caplog.records if "the classifier is off" in one.getMessage()]
    assert off == [f"triage: the classifier is off: a part of it cannot be used ({type(error).__name__})"]


@pytest.mark.parametrize("error", [Unreachable(), BadAnswer(), DeadlineExceeded()], ids=lambda one: one.reason)
def test_five_failures_pause_it_for_a_second_and_no_longer_than_five(
    error: ProviderError, desk: Callable[..., Triage]
) -> None:
    clock, embedder = Clock(), Embedder(error)
    triage = desk(embedder, clock=clock)
    for _ in range(5):
        assert triage.classify(QUESTION).fell_through == (FellThrough("classifier", error.reason),)
    assert triage.classify(QUESTION).fell_through == (FellThrough("classifier", "paused"),)
    assert (len(embedder.texts), state(triage)) == (5, "paused")
    # Probes that fail make the pause longer, to five seconds at most: the engine may be back at any time.
    for _ in range(10):
        clock.now += 5.1
        triage.classify(QUESTION)
    assert len(embedder.texts) == 15
    embedder.error = None
    clock.now += 5.1
    assert triage.classify(QUESTION).source == "classifier"


def test_after_a_second_it_is_asked_again(desk: Callable[..., Triage]) -> None:
    clock, embedder = Clock(), Embedder(Unreachable())
    triage = desk(embedder, clock=clock)
    for _ in range(6):
        triage.classify(QUESTION)
    embedder.error = None
    clock.now += 1.1
    assert triage.classify(QUESTION).source == "classifier"


@pytest.mark.parametrize("error", [Busy(), Warming()], ids=lambda one: one.reason)
def test_that_it_loads_or_is_busy_never_pauses_it(error: ProviderError, desk: Callable[..., Triage]) -> None:
    embedder = Embedder(error)
    triage = desk(embedder)
    for _ in range(20):
        triage.classify(QUESTION)
    assert len(embedder.texts) == 20
    embedder.error = None
    assert triage.classify(QUESTION).source == "classifier"


def test_its_state_is_what_the_last_answer_showed_and_is_probed_now_and_then(desk: Callable[..., Triage]) -> None:
    clock, embedder = Clock(), Embedder(Unreachable())
    triage = desk(embedder, clock=clock)
    assert (state(triage), state(triage), len(embedder.texts)) == ("unreachable", "unreachable", 1)
    embedder.error = Warming()
    clock.now += KNOWN_FAILED
    assert (state(triage), len(embedder.texts)) == ("warming", 2)
    embedder.error = None
    clock.now += KNOWN_FAILED
    assert SourceStatus("classifier", "ready", "a-model", "machine") in triage.status()
    clock.now += KNOWN_READY - 0.1
    embedder.error = Unreachable()
    assert (state(triage), len(embedder.texts)) == ("ready", 3)
    clock.now += 0.2
    assert state(triage) == "unreachable"
    assert MARKER not in str(embedder.texts)


def test_that_it_is_slow_once_does_not_make_it_unreachable(desk: Callable[..., Triage]) -> None:
    embedder = Embedder()
    triage = desk(embedder)
    triage.classify(QUESTION)
    embedder.error = DeadlineExceeded()
    assert triage.classify(QUESTION).source == "keywords"
    assert state(triage) == "ready"


def test_one_that_hangs_while_nobody_asks_is_seen_by_the_probes(desk: Callable[..., Triage]) -> None:
    clock, embedder = Clock(), Embedder()
    triage = desk(embedder, clock=clock)
    assert state(triage) == "ready"
    embedder.error = DeadlineExceeded()
    states = []
    for _ in range(4):
        clock.now += KNOWN_READY
        states.append(state(triage))
    assert states == ["ready", "ready", "unreachable", "unreachable"]
    embedder.error = None
    clock.now += KNOWN_FAILED
    assert state(triage) == "ready"


def test_submissions_pause_by_themselves(desk: Callable[..., Triage]) -> None:
    """That it is too slow for a submission says nothing about a suggestion, which waits longer."""
    embedder = Embedder(DeadlineExceeded())
    triage = desk(embedder)
    for _ in range(7):
        assert triage.at_submission(QUESTION).source == "keywords"
    assert len(embedder.texts) == 5
    embedder.error = None
    assert triage.classify(QUESTION).source == "classifier"
    assert triage.at_submission(QUESTION).source == "keywords"


def test_a_bug_in_a_slot_does_not_stop_a_submission(
    desk: Callable[..., Triage], caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def hold(self, source: Source, until: float) -> Any:
            raise RuntimeError(MARKER)

    assert desk(submission_slots=Broken()).at_submission(QUESTION).source == "keywords"
    assert "the classifier could not be asked at a submission" in caplog.text
