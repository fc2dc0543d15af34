"""Whether text may go to the cloud, as the status tells it: never, off, on standby, or answering."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from testing.model_servers import OllamaServer, OpenAIServer, refusing_url
from testing.model_servers.messages import Answer
from tests.triage.conftest import QUESTION
from triage import Breaker, Triage
from triage.errors import DeadlineExceeded, ProviderError, Unreachable
from triage.providers.openai import OpenAI


@pytest.fixture
def cloud() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def desk(cloud: OpenAIServer, chain: Callable[..., Triage]) -> Callable[..., Triage]:
    def make(**wanted: Any) -> Triage:
        return chain(**{"openai_key": cloud.key, "openai_base_url": cloud.base_url, **wanted})

    return make


def assert_tells_the_truth(triage: Triage, cloud: OpenAIServer, state: str) -> None:
    """The state, and whether the next text went to the cloud."""
    assert triage.cloud() == state
    before = len(cloud.requests)
    triage.classify(QUESTION)
    assert len(cloud.requests) - before == (1 if state == "answering" else 0)


@pytest.mark.parametrize("provider", ["auto", "openai"])
def test_never_makes_no_client_and_asks_nobody(
    provider: str, desk: Callable[..., Triage], cloud: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(*_: Any, **__: Any) -> None:
        pytest.fail("a client was made")

    monkeypatch.setattr(OpenAI, "__init__", made)
    monkeypatch.delitem(sys.modules, "triage.clients.openai", raising=False)
    with refusing_url() as nowhere:
        triage = desk(ollama_url=nowhere, provider=provider, cloud_never=True)
        triage.warm_up()
        assert_tells_the_truth(triage, cloud, "never")
    assert [one.state for one in triage.status() if one.source == "openai"] == ["off"]
    assert "triage.clients.openai" not in sys.modules


def test_without_a_key_it_is_off(chain: Callable[..., Triage], cloud: OpenAIServer) -> None:
    assert_tells_the_truth(chain(), cloud, "off")


def test_with_a_local_model_that_answers_it_is_on_standby(desk: Callable[..., Triage], cloud: OpenAIServer) -> None:
    with OllamaServer() as server:
        assert_tells_the_truth(desk(ollama_url=server.url), cloud, "standby")


def test_it_answers_where_there_is_no_local_model_or_none_that_is_there(
    desk: Callable[..., Triage], cloud: OpenAIServer
) -> None:
    with OllamaServer(models=()) as server, refusing_url() as nowhere:
        assert_tells_the_truth(desk(), cloud, "answering")
        assert_tells_the_truth(desk(provider="openai", ollama_url=server.url), cloud, "answering")
        assert_tells_the_truth(desk(ollama_url=server.url), cloud, "answering")
        assert_tells_the_truth(desk(ollama_url=nowhere), cloud, "answering")
        server.instead["/api/tags"] = Answer(401, {"error": "no"})
        assert_tells_the_truth(desk(ollama_url=server.url), cloud, "answering")


def test_it_does_not_answer_for_a_model_that_is_slow_loading_or_of_another_host(
    desk: Callable[..., Triage], cloud: OpenAIServer
) -> None:
    with OllamaServer(loaded=None) as server:
        assert_tells_the_truth(desk(ollama_url=server.url), cloud, "standby")
        server.described["/api/tags"] = {"remote_host": "https://ollama.com:443"}
        assert_tells_the_truth(desk(ollama_url=server.url), cloud, "standby")
        server.instead["/api/tags"] = Answer(503, {"error": "busy"})
        assert_tells_the_truth(desk(ollama_url=server.url), cloud, "standby")


@pytest.mark.parametrize(("error", "state"), [(Unreachable(), "answering"), (DeadlineExceeded(), "standby")], ids=repr)
def test_while_the_local_model_is_paused_what_paused_it_decides(
    error: ProviderError, state: str, desk: Callable[..., Triage], cloud: OpenAIServer
) -> None:
    breaker = Breaker(threshold=1)
    with pytest.raises(ProviderError), breaker.guard():
        raise error
    with OllamaServer() as server:
        triage = desk(ollama_url=server.url, breakers={"ollama": breaker})
        assert [one.state for one in triage.status()] == ["paused", "ready", "off", "ready"]
        assert_tells_the_truth(triage, cloud, state)


def test_a_cloud_that_is_paused_does_not_answer(desk: Callable[..., Triage], cloud: OpenAIServer) -> None:
    breaker = Breaker(threshold=1)
    with pytest.raises(ProviderError), breaker.guard():
        raise Unreachable
    assert_tells_the_truth(desk(breakers={"openai": breaker}), cloud, "standby")
