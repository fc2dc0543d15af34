"""The watcher: the states of the local model, who loads it, and what requests get meanwhile."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from testing.model_servers import OllamaServer, refusing_url
from tests.triage.conftest import QUESTION, SHORT_TIMEOUT
from tests.triage.test_breaker import Clock
from triage import FellThrough, Triage
from triage.errors import DeadlineExceeded, ProviderError, Refused
from triage.prompt import NUM_CTX
from triage.providers.ollama import OPTIONS, Ollama
from triage.readiness import POLL_INTERVAL, Readiness

LONG = 30.0
MODEL = "granite4.1:3b"


def watcher(
    server: OllamaServer, *, clock: Callable[[], float] = time.monotonic, probe_timeout: float = 10.0
) -> Readiness:
    return Readiness(Ollama(server.url, MODEL), clock=clock, probe_timeout=probe_timeout, load_timeout=LONG)


def chats(server: OllamaServer) -> list[dict[str, Any]]:
    return [request.json for request in server.requests if request.path == "/api/chat"]


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


@contextmanager
def watching(readiness: Readiness | None, is_leader: Callable[[], bool]) -> Iterator[None]:
    """Run the watcher in a thread during the block."""
    assert readiness is not None
    stop = threading.Event()
    thread = threading.Thread(target=readiness.run, args=(stop, is_leader), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(LONG)


def test_it_loads_the_model_with_the_options_of_the_real_call_and_asks_once(chain: Callable[..., Triage]) -> None:
    with OllamaServer(loaded=None) as server:
        readiness = watcher(server)
        assert readiness.step(lead=True) == "ready"
        load, first = chats(server)
        chain(ollama_url=server.url).classify(QUESTION)
        real = chats(server)[-1]
        assert server.loads == [MODEL]
    assert load["messages"] == []
    assert load["options"] == first["options"] == real["options"] == OPTIONS
    assert load["keep_alive"] == real["keep_alive"] == -1
    # All but the ticket is the same, so the system prompt is in the model's cache.
    assert [first[name] for name in first if name != "messages"] == [real[name] for name in real if name != "messages"]
    assert first["messages"][0] == real["messages"][0]


def test_loading_that_takes_longer_than_any_request_is_not_aborted(chain: Callable[..., Triage]) -> None:
    with OllamaServer(loaded=None, load_seconds=2.5) as server:
        triage = chain(ollama_url=server.url, ollama_timeout=0.5)
        with watching(triage.readiness, lambda: True):
            wait_until(lambda: server.loading is not None)
            suggestion = triage.classify(QUESTION)
            assert suggestion.fell_through == (FellThrough("ollama", "warming"),)
            assert [one.state for one in triage.status()] == ["warming", "off", "off", "ready"]
            wait_until(lambda: triage.status()[0].state == "ready")
        triage = chain(ollama_url=server.url)
        assert triage.classify(QUESTION).source == "ollama"
        assert (server.loads, server.aborted_loads) == ([MODEL], 0)


def test_a_request_that_times_out_aborts_the_loading_it_caused() -> None:
    # The stand-in behaves as the real server does, which is why the watcher loads the model.
    with OllamaServer(loaded=None, load_seconds=5) as server:
        model = Ollama(server.url, MODEL)
        with pytest.raises(DeadlineExceeded):
            model.classify(QUESTION, time.monotonic() + SHORT_TIMEOUT)
        wait_until(lambda: server.aborted_loads == 1)
        assert server.loaded is None


def test_only_the_leader_loads_the_model() -> None:
    with OllamaServer(loaded=None) as server:
        readiness = watcher(server)
        assert readiness.step(lead=False) == "warming"
        assert chats(server) == []


def test_a_model_that_is_listed_but_still_loading_is_not_ready() -> None:
    with OllamaServer(loaded=None, load_seconds=1.0) as server:
        leader, other = watcher(server), watcher(server)
        loading = threading.Thread(target=leader.step, daemon=True)
        loading.start()
        wait_until(lambda: server.loading is not None)
        answered_after: list[bool] = []
        following = threading.Thread(
            target=lambda: answered_after.append(other.step(lead=False) == "ready" and server.loading is None),
            daemon=True,
        )
        following.start()
        wait_until(lambda: other.state == "warming")
        loading.join(LONG)
        following.join(LONG)
        assert answered_after == [True]
        assert server.loads == [MODEL]


def test_a_model_loaded_with_other_options_is_reloaded_before_any_request() -> None:
    with OllamaServer(context=4096) as server:
        assert watcher(server).step() == "ready"
        assert server.loads == [MODEL]
        assert server.context == NUM_CTX


def test_a_model_with_less_context_than_requested_is_loaded_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with OllamaServer(loaded=None) as server:
        readiness = watcher(server)
        model = readiness._server
        real = model.loaded_context
        monkeypatch.setattr(model, "loaded_context", lambda deadline: real(deadline) and 2048)
        for _ in range(5):
            assert readiness.step() == "ready"
        assert len([chat for chat in chats(server) if chat["messages"] == []]) == 1


def test_each_step_follows_the_state_of_the_server(chain: Callable[..., Triage]) -> None:
    with OllamaServer(models=()) as server:
        readiness = watcher(server)
        assert readiness.step() == "model_missing"
        server.models.append(MODEL)
        server.loaded = None
        assert readiness.step() == "ready"
        assert readiness.step() == "ready"
        server.loaded = None  # somebody unloaded it
        assert readiness.step(lead=False) == "warming"
        assert readiness.step(lead=True) == "ready"
    assert readiness.step() == "unreachable"


@pytest.mark.parametrize("listed", ["granite4.1:3b", "GRANITE4.1:3b"])
def test_the_default_tag_and_registry_may_be_left_out(listed: str) -> None:
    for wanted in ("granite4.1:3b", "library/granite4.1:3b", "registry.ollama.ai/library/granite4.1:3b"):
        with OllamaServer(models=(listed,), loaded=listed) as server:
            assert Ollama(server.url, wanted).loaded_context(time.monotonic() + LONG) == NUM_CTX
    with OllamaServer(models=("mine:latest",), loaded="mine:latest") as server:
        assert Ollama(server.url, "mine").loaded_context(time.monotonic() + LONG) == NUM_CTX


def test_failed_loading_is_retried_after_a_pause() -> None:
    clock = Clock()
    with OllamaServer(loaded=None, behave="status_500") as server:
        readiness = watcher(server, clock=clock)
        assert readiness.step() == "failing"
        tried = len(chats(server))
        server.loaded = None
        assert readiness.step() == "failing"
        assert len(chats(server)) == tried
        server.behave = "well"
        clock.now += 2 * POLL_INTERVAL
        assert readiness.step() == "ready"


def test_a_model_with_invalid_answers_is_ready() -> None:
    with OllamaServer(behave="prose") as server:
        assert watcher(server).step() == "ready"


def test_becoming_ready_closes_the_breaker(chain: Callable[..., Triage]) -> None:
    with OllamaServer() as server:
        triage = chain(ollama_url=server.url)
        triage.classify(QUESTION)
        server.behave = "missing"
        assert triage.classify(QUESTION).fell_through == (FellThrough("ollama", "model_missing"),)
        assert triage.classify(QUESTION).fell_through == (FellThrough("ollama", "paused"),)
        server.behave = "well"
        assert triage.readiness is not None
        assert triage.readiness.step() == "ready"
        assert triage.classify(QUESTION).source == "ollama"


def test_without_a_watcher_requests_probe_at_intervals(chain: Callable[..., Triage]) -> None:
    clock = Clock()
    with OllamaServer(loaded=None) as server:
        triage = chain(ollama_url=server.url, clock=clock)
        assert triage.classify(QUESTION).fell_through == (FellThrough("ollama", "warming"),)
        looks = len(server.requests)
        triage.classify(QUESTION)
        assert len(server.requests) == looks
        assert chats(server) == []
        server.loaded = MODEL
        clock.now += POLL_INTERVAL
        assert triage.classify(QUESTION).source == "ollama"


def test_with_a_watcher_requests_do_not_look_what_is_loaded(chain: Callable[..., Triage]) -> None:
    with OllamaServer() as server:
        triage = chain(ollama_url=server.url)
        with watching(triage.readiness, lambda: False):
            wait_until(lambda: triage.status()[0].state == "ready")
        server.requests.clear()
        for _ in range(3):
            triage.classify(QUESTION)
        # Before each chat only whether the server runs the model itself.
        assert [request.path for request in server.requests] == ["/api/tags", "/api/show", "/api/chat"] * 3


@pytest.mark.parametrize("state", ["unreachable", "model_missing"])
def test_the_state_of_the_probe_is_the_reason_and_no_call_is_made(state: str, chain: Callable[..., Triage]) -> None:
    with OllamaServer(models=()) as server, refusing_url() as nowhere:
        triage = chain(ollama_url=server.url if state == "model_missing" else nowhere)
        assert triage.classify(QUESTION).fell_through == (FellThrough("ollama", state),)
        assert triage.status()[0].state == state
        assert chats(server) == []


def test_the_watcher_survives_an_error_in_a_step(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[int] = []

    def lead() -> bool:
        asked.append(1)
        raise OSError("the database is away")

    monkeypatch.setattr("triage.readiness.POLL_INTERVAL_WARMING", 0.01)
    with OllamaServer() as server, watching(watcher(server), lead):
        wait_until(lambda: len(asked) > 2)
    assert "a step failed" in caplog.text


@pytest.mark.parametrize("watched", [True, False])
def test_a_server_that_accepts_probes_and_does_not_answer_is_slow_and_not_unreachable(
    watched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OllamaServer(behave="silence") as server:
        # Silent to probes too, not only to chat calls.
        monkeypatch.setattr(server, "is_call", lambda request: True)
        readiness = watcher(server, probe_timeout=0.3)
        assert (readiness.step() if watched else readiness.state) == "failing"
        with pytest.raises(DeadlineExceeded) as caught:
            readiness.check()
    assert not caught.value.lets_cloud_answer


@pytest.mark.parametrize(
    ("behave", "error", "lets_cloud_answer"),
    [("status_500", Refused, True), ("silence", DeadlineExceeded, False)],
)
def test_loading_that_was_refused_lets_the_cloud_answer_and_slow_loading_does_not(
    behave: str, error: type[ProviderError], lets_cloud_answer: bool
) -> None:
    with OllamaServer(behave=behave, loaded=None) as server:
        readiness = Readiness(Ollama(server.url, MODEL), probe_timeout=10.0, load_timeout=0.5)
        assert readiness.step() == "failing"
        with pytest.raises(error) as caught:
            readiness.check()
    assert caught.value.lets_cloud_answer is lets_cloud_answer
