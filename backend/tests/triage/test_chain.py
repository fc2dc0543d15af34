"""The order of the chain, and above all when the cloud may be asked."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from testing.model_servers import OllamaServer, OpenAIServer
from tests.triage.conftest import QUESTION
from triage import Breaker, FellThrough, LocalSlots, Question, SourceStatus, Triage
from triage.errors import (
    BadAnswer,
    Busy,
    DeadlineExceeded,
    Impact,
    LocalOnly,
    ModelMissing,
    NotRecorded,
    Off,
    Paused,
    ProviderError,
    Refused,
    RemoteModel,
    Unreachable,
    Warming,
)
from triage.labels import Source
from triage.types import Labels


class Model:
    """A source that answers, or fails the same way each time."""

    def __init__(self, source: Source, error: Exception | None = None) -> None:
        self.source, self.model, self.error = source, f"{source}-model", error
        self.asked = 0

    def classify(self, question: Question, deadline: float) -> Labels:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return Labels("billing", "medium")


@pytest.fixture
def both(chain: Callable[..., Triage]) -> Callable[..., tuple[Triage, Model, Model]]:
    """A chain with a local model and a cloud; `error` is how the local one fails."""

    def make(error: Exception | None = None, cloud_error: Exception | None = None, **wanted: Any) -> Any:
        local, cloud = Model("ollama", error), Model("openai", cloud_error)
        configured = {"ollama_url": "http://127.0.0.1:11434", "openai_key": "sk-x", **wanted}
        return chain(providers={"ollama": local, "openai": cloud}, **configured), local, cloud

    return make


def test_the_local_model_answers_first(both: Callable[..., tuple[Triage, Model, Model]]) -> None:
    triage, local, cloud = both()
    suggestion = triage.classify(QUESTION)
    assert (suggestion.source, suggestion.model, suggestion.fell_through) == ("ollama", "ollama-model", ())
    assert (local.asked, cloud.asked) == (1, 0)


@pytest.mark.parametrize("error", [Unreachable, ModelMissing, Refused, Off])
def test_a_local_model_that_is_not_there_or_refuses_lets_the_cloud_answer(
    error: type[ProviderError], both: Callable[..., tuple[Triage, Model, Model]]
) -> None:
    triage, _, _ = both(error())
    suggestion = triage.classify(QUESTION)
    assert suggestion.source == "openai"
    assert suggestion.fell_through == (FellThrough("ollama", error.reason),)


@pytest.mark.parametrize("error", [Busy, Warming, DeadlineExceeded, BadAnswer, RemoteModel, Paused])
def test_a_local_model_that_is_there_but_gives_no_answer_now_does_not_let_the_cloud_answer(
    error: type[ProviderError], both: Callable[..., tuple[Triage, Model, Model]]
) -> None:
    triage, _, cloud = both(error())
    suggestion = triage.classify(QUESTION)
    assert suggestion.source == "keywords"
    assert suggestion.fell_through == (FellThrough("ollama", error.reason),)
    assert cloud.asked == 0


def test_local_only_never_asks_the_cloud(both: Callable[..., tuple[Triage, Model, Model]]) -> None:
    triage, _, cloud = both(Unreachable())
    suggestion = triage.classify(QUESTION, local_only=True)
    assert suggestion.source == "keywords"
    assert suggestion.fell_through == (FellThrough("ollama", "unreachable"), FellThrough("openai", "local_only"))
    assert cloud.asked == 0


def test_when_all_models_fail_keywords_answer_and_every_failure_is_listed(
    both: Callable[..., tuple[Triage, Model, Model]],
) -> None:
    triage, _, _ = both(Unreachable(), Refused())
    suggestion = triage.classify(QUESTION)
    assert (suggestion.source, suggestion.labels.reasons) == ("keywords", ("words",))
    assert suggestion.fell_through == (FellThrough("ollama", "unreachable"), FellThrough("openai", "refused"))


def test_a_bug_surfaces(both: Callable[..., tuple[Triage, Model, Model]]) -> None:
    triage, _, _ = both(KeyError("a bug"))
    with pytest.raises(KeyError):
        triage.classify(QUESTION)


@pytest.mark.parametrize(
    ("provider", "source", "off"),
    [
        ("auto", "ollama", {"classifier"}),
        ("ollama", "ollama", {"openai", "classifier"}),
        ("openai", "openai", {"ollama", "classifier"}),
        ("keywords", "keywords", {"ollama", "openai", "classifier"}),
    ],
)
def test_the_provider_setting_limits_the_chain(
    provider: str, source: str, off: set[str], both: Callable[..., tuple[Triage, Model, Model]]
) -> None:
    triage, _, _ = both(provider=provider)
    suggestion = triage.classify(QUESTION)
    assert (suggestion.source, suggestion.fell_through) == (source, ())
    assert {one.source for one in triage.status() if one.state == "off"} == off
    assert triage.config.asks_openai is (provider in ("auto", "openai"))


def test_with_ollama_alone_a_failure_goes_to_keywords(both: Callable[..., tuple[Triage, Model, Model]]) -> None:
    triage, _, cloud = both(Unreachable(), provider="ollama")
    assert triage.classify(QUESTION).source == "keywords"
    assert cloud.asked == 0


@pytest.mark.parametrize("provider", ["openai", "ollama", "classifier"])
def test_a_chosen_source_that_is_not_configured_is_off(
    provider: Source, chain: Callable[..., Triage], caplog: pytest.LogCaptureFixture
) -> None:
    triage = chain(provider=provider)
    assert "not configured" in caplog.text
    suggestion = triage.classify(QUESTION)
    assert suggestion.source == "keywords"
    assert suggestion.fell_through == (FellThrough(provider, "off"),)
    assert SourceStatus(provider, "off", None) in triage.status()


def test_unconfigured_sources_are_not_listed_as_fallen_through(chain: Callable[..., Triage]) -> None:
    suggestion = chain().classify(QUESTION, local_only=True)
    assert (suggestion.source, suggestion.fell_through) == ("keywords", ())


def test_the_keyword_tier_can_be_asked_alone(both: Callable[..., tuple[Triage, Model, Model]]) -> None:
    triage, local, cloud = both()
    assert triage.keywords(QUESTION).source == "keywords"
    assert (local.asked, cloud.asked) == (0, 0)


def test_five_failures_pause_a_source_and_its_status(
    both: Callable[..., tuple[Triage, Model, Model]],
) -> None:
    triage, local, _ = both(Unreachable())
    for _ in range(7):
        triage.classify(QUESTION)
    assert local.asked == 5
    assert triage.classify(QUESTION).fell_through[0] == FellThrough("ollama", "paused")
    assert [one.state for one in triage.status()] == ["paused", "ready", "off", "ready"]


@pytest.mark.parametrize(
    ("error", "level"),
    [
        (Unreachable(), logging.WARNING),
        (DeadlineExceeded(), logging.WARNING),
        (Busy(), logging.INFO),
        (ModelMissing(), logging.ERROR),
        (Refused("status 400", our_bug=True), logging.ERROR),
        (Refused("status 401", impact=Impact.OPEN), logging.ERROR),
    ],
)
def test_each_fall_through_is_one_log_line_of_the_right_level(
    error: ProviderError,
    level: int,
    both: Callable[..., tuple[Triage, Model, Model]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    both(error)[0].classify(QUESTION)
    lines = [record for record in caplog.records if record.name == "triage.chain"]
    assert [record.levelno for record in lines] == [level]
    assert f"source=ollama reason={error.reason} ms=" in lines[0].getMessage()


def test_every_error_has_a_reason_of_its_own() -> None:
    errors: list[type[ProviderError]] = [
        Unreachable,
        DeadlineExceeded,
        Busy,
        Warming,
        ModelMissing,
        RemoteModel,
        Refused,
        BadAnswer,
        Paused,
        NotRecorded,
        LocalOnly,
        Off,
    ]
    assert len({error.reason for error in errors}) == len(errors)
    assert set(ProviderError.__subclasses__()) == set(errors)


def test_a_deadline_exceeded_after_waiting_for_a_slot_is_busy(
    both: Callable[..., tuple[Triage, Model, Model]],
) -> None:
    slots = LocalSlots(1, 4)
    triage, _, cloud = both(DeadlineExceeded(), holder=slots, ollama_timeout=4.0)
    taken = threading.Event()

    def hold_for_a_while() -> None:
        with slots.hold("ollama", until=time.monotonic() + 60):
            taken.set()
            time.sleep(0.3)

    holder = threading.Thread(target=hold_for_a_while, daemon=True)
    holder.start()
    taken.wait(10)
    suggestion = triage.classify(QUESTION)
    holder.join()
    assert suggestion.fell_through == (FellThrough("ollama", "busy"),)
    assert cloud.asked == 0


# The local model's failures in the order they happen; the sixth text meets the pause.
PAUSES: list[tuple[list[ProviderError], Source]] = [
    ([Unreachable()] * 5, "openai"),
    ([ModelMissing()], "openai"),
    ([Refused("status 401", impact=Impact.OPEN)], "openai"),
    ([DeadlineExceeded()] * 5, "keywords"),
    ([Busy("after waiting for a slot", impact=Impact.COUNT)] * 5, "keywords"),
    ([BadAnswer()] * 5, "keywords"),
    ([Unreachable()] * 4 + [DeadlineExceeded()], "keywords"),
    ([DeadlineExceeded()] + [Unreachable()] * 4, "keywords"),
]


@pytest.mark.parametrize(("errors", "source"), PAUSES)
def test_a_pause_sends_no_text_to_the_cloud_unless_what_opened_it_would(
    errors: list[ProviderError], source: Source, both: Callable[..., tuple[Triage, Model, Model]]
) -> None:
    triage, local, _ = both()
    for error in errors:
        local.error = error
        triage.classify(QUESTION)
    suggestion = triage.classify(QUESTION)
    assert suggestion.fell_through == (FellThrough("ollama", "paused"),)
    assert suggestion.source == source


def test_a_healthy_model_that_is_slow_under_load_sends_nothing_to_the_cloud(chain: Callable[..., Triage]) -> None:
    with OllamaServer(behave="slow", delay=0.85) as server, OpenAIServer() as cloud:
        triage = chain(ollama_url=server.url, ollama_timeout=1.0, openai_key=cloud.key, openai_base_url=cloud.base_url)
        callers = [threading.Thread(target=triage.classify, args=(QUESTION,)) for _ in range(12)]
        for caller in callers:
            caller.start()
            time.sleep(0.1)
        for caller in callers:
            caller.join()
        triage.classify(QUESTION)
    assert cloud.requests == []


def test_no_slot_in_time_is_busy_and_does_not_count_against_the_model(
    both: Callable[..., tuple[Triage, Model, Model]],
) -> None:
    slots, breaker = LocalSlots(1, 0), Breaker(threshold=1)
    triage, local, cloud = both(holder=slots, breakers={"ollama": breaker})
    with slots.hold("ollama", until=0):
        assert triage.classify(QUESTION).fell_through == (FellThrough("ollama", "busy"),)
    assert (local.asked, cloud.asked) == (0, 0)
    assert triage.classify(QUESTION).source == "ollama"
