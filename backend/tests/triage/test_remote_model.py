"""A model that Ollama would send on to another host gets no chat, whatever its name, and opens no cloud either.

The recordings are of a real Ollama with an alias of a cloud model (`ollama cp`).
"""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from testing.model_servers import OllamaServer, OpenAIServer
from testing.model_servers.messages import Answer
from tests.triage.conftest import QUESTION
from triage import FellThrough, Suggestion, Triage, TriageConfig
from triage.ollama_models import named_for_cloud

MODEL = "granite4.1:3b"
RECORDINGS = Path(__file__).parent / "recordings"
REMOTE = {"remote_host": "https://ollama.com:443", "remote_model": "gpt-oss:120b"}


def recorded(name: str) -> Any:
    return json.loads((RECORDINGS / f"ollama-remote-{name}.json").read_text())["response"]


def chats(server: OllamaServer) -> int:
    return sum(request.path == "/api/chat" for request in server.requests)


@pytest.fixture
def cloud() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def ask(cloud: OpenAIServer, chain: Callable[..., Triage]) -> Callable[..., Suggestion]:
    """What a desk with a key answers after its watcher has looked twice, and which state it shows."""

    def suggestion(server: OllamaServer, *, model: str = MODEL, state: str = "remote", watched: bool = True) -> Any:
        key = {"openai_key": cloud.key, "openai_base_url": cloud.base_url}
        triage = chain(ollama_url=server.url, ollama_model=model, **key)
        if watched and triage.readiness is not None:
            triage.readiness.step(lead=True)
            triage.readiness.step(lead=True)
        answer = triage.classify(QUESTION)
        assert triage.status()[0].state == state
        return answer

    return suggestion


def assert_kept(server: OllamaServer, cloud: OpenAIServer, answer: Suggestion, reason: str = "remote") -> None:
    assert (answer.source, answer.fell_through) == ("keywords", (FellThrough("ollama", reason),))
    assert (chats(server), len(cloud.requests)) == (0, 0)


@pytest.mark.parametrize("watched", [True, False])
def test_the_recorded_alias_gets_no_chat(
    watched: bool, ask: Callable[..., Suggestion], cloud: OpenAIServer, caplog: pytest.LogCaptureFixture
) -> None:
    with OllamaServer(loaded=None) as server:
        server.instead = {f"/api/{name}": Answer(200, recorded(name)) for name in ("tags", "show", "ps", "chat")}
        assert_kept(server, cloud, ask(server, watched=watched))
    assert "local model remote" in [
        record.getMessage()[8:26] for record in caplog.records if record.levelno >= logging.ERROR
    ]
    assert "ollama.com" not in caplog.text


@pytest.mark.parametrize("path", ["/api/tags", "/api/show"])
@pytest.mark.parametrize("loaded", [MODEL, None])
@pytest.mark.parametrize(
    "described",
    [
        REMOTE,
        {"remote_host": "http://10.0.0.7:11434"},
        {"remote_model": "x"},
        {"remote_host": 7},
        {"remote_host": ["h"]},
    ],
    ids=repr,
)
def test_one_of_both_lists_with_one_of_both_fields_is_enough(
    described: dict[str, Any], loaded: str | None, path: str, ask: Callable[..., Suggestion], cloud: OpenAIServer
) -> None:
    with OllamaServer(loaded=loaded) as server:
        server.described[path] = described
        assert_kept(server, cloud, ask(server))


@pytest.mark.parametrize("path", ["/api/tags", "/api/show"])
def test_an_alias_made_while_the_desk_runs_gets_no_chat(
    path: str, chain: Callable[..., Triage], cloud: OpenAIServer
) -> None:
    with OllamaServer() as server:
        triage = chain(ollama_url=server.url, openai_key=cloud.key, openai_base_url=cloud.base_url)
        assert triage.readiness is not None
        assert triage.readiness.step() == "ready"
        assert triage.classify(QUESTION).source == "ollama"
        server.requests.clear()
        server.described[path] = {**REMOTE, "digest": "c" * 64}
        # The watcher has not looked again; the old one is still listed as loaded.
        assert_kept(server, cloud, triage.classify(QUESTION))
        assert triage.classify(QUESTION).fell_through == (FellThrough("ollama", "paused"),)
        assert triage.readiness.step() == "remote"
        del server.described[path]
        assert triage.readiness.step() == "ready"
        assert triage.classify(QUESTION).source == "ollama"
    assert cloud.requests == []


@pytest.mark.parametrize(
    "fault", [Answer(404, {"error": "not found"}), Answer(500, {}), Answer(200, b"[]"), Answer(403, {})]
)
def test_what_cannot_be_shown_is_not_asked(fault: Answer, ask: Callable[..., Suggestion], cloud: OpenAIServer) -> None:
    with OllamaServer(loaded=None) as server:
        server.instead["/api/show"] = fault
        assert_kept(server, cloud, ask(server, state="paused"), "bad_answer")


@pytest.mark.parametrize(
    ("wanted", "listed"),
    [
        ("mine", "mine:latest"),
        ("mine:latest", "mine"),
        ("MINE", "mine:latest"),
        ("library/mine", "mine:latest"),
        ("registry.ollama.ai/library/mine:latest", "Mine:latest"),
        ("mine:local", "mine:latest"),
        ("mine:local", "mine:local"),
        ("mine:3b:local", "mine:3b"),
        ("mine:3B:LOCAL", "mine:3b"),
    ],
)
def test_the_spelling_of_the_name_hides_nothing(
    wanted: str, listed: str, ask: Callable[..., Suggestion], cloud: OpenAIServer
) -> None:
    with OllamaServer(models=(listed,), loaded=None) as server:
        server.described["/api/tags"] = REMOTE
        assert_kept(server, cloud, ask(server, model=wanted))


def test_an_answer_of_another_host_is_not_used(chain: Callable[..., Triage], cloud: OpenAIServer) -> None:
    with OllamaServer() as server:
        server.described["/api/chat"] = REMOTE
        triage = chain(ollama_url=server.url, openai_key=cloud.key, openai_base_url=cloud.base_url)
        assert triage.classify(QUESTION).fell_through == (FellThrough("ollama", "remote"),)
        assert triage.classify(QUESTION).fell_through == (FellThrough("ollama", "paused"),)
        assert (chats(server), cloud.requests) == (1, [])


@pytest.mark.parametrize("described", [{}, {"remote_host": "", "remote_model": ""}, {"remote_host": None}], ids=repr)
@pytest.mark.parametrize("model", [MODEL, "my-cloud", "cloud:3b", "nextcloud-triage:latest", "cloud/mine"])
def test_a_model_that_is_only_named_with_cloud_works(
    model: str, described: dict[str, Any], ask: Callable[..., Suggestion], cloud: OpenAIServer
) -> None:
    with OllamaServer(models=(model,), loaded=None) as server:
        server.described = {"/api/tags": described, "/api/show": described, "/api/chat": described}
        assert ask(server, model=model, state="ready").source == "ollama"
    assert cloud.requests == []


# Ollama sends these on by the end of the name alone, whatever it has under that name.
CLOUD_NAMES = ["kimi:cloud", "QWEN3:CLOUD", "gpt-oss:120b-cloud", "gpt-oss:120b:cloud", "x: cloud", "h/x:120B-Cloud"]


@pytest.mark.parametrize("model", CLOUD_NAMES)
def test_a_name_that_ollama_sends_on_is_refused(model: str) -> None:
    with pytest.raises(ValueError, match=r"^ollama_model: .* runs in Ollama's cloud"):
        TriageConfig(ollama_url="http://127.0.0.1:11434", ollama_model=model)


@pytest.mark.parametrize("model", ["cloud", "my-cloud", "h:5000/my-cloud", "cloud:local", "x:cloudy", "x:3b-cloud-q4"])
def test_other_names_with_cloud_are_names_like_any_other(model: str) -> None:
    assert not named_for_cloud(model)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1/chat"])
def test_the_chat_completions_of_an_ollama_are_the_cloud_to_the_desk(address: str) -> None:
    """Redaction, consent and record apply there; so it does not matter where that Ollama sends the text."""
    config = TriageConfig(openai_key="key", openai_base_url=address)
    assert config.asks_openai
    assert not config.asks_ollama
