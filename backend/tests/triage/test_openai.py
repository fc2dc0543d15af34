"""The cloud: what is sent, what servers refuse, what is recorded first, and through which connection."""

import hashlib
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from testing.model_servers import OllamaServer, OpenAIServer
from tests.triage.conftest import QUESTION
from triage import CloudCall, FellThrough, Question, Triage
from triage.reply import SCHEMA

ChainTo = Callable[..., Triage]


@pytest.fixture
def chain_to(chain: Callable[..., Triage]) -> ChainTo:
    return lambda server, **wanted: chain(openai_key=server.key, openai_base_url=server.base_url, **wanted)


def test_the_request_is_exactly_this(chain_to: ChainTo) -> None:
    with OpenAIServer() as server:
        assert chain_to(server).classify(QUESTION).source == "openai"
        (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == f"Bearer {server.key}"
    assert request.headers["accept-encoding"] == "identity"
    asked = request.json
    del asked["messages"]
    assert asked == {
        "model": "gpt-4o-mini",
        "temperature": 0,
        "logprobs": True,
        "top_logprobs": 20,
        # Not OpenAI's own server, so the name of the limit that every other one knows.
        "max_tokens": 1500,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "triage", "strict": True, "schema": SCHEMA},
        },
    }


@pytest.mark.parametrize("nameless", [False, True])
@pytest.mark.parametrize(
    "rejects",
    [
        ("temperature",),
        ("logprobs",),
        ("top_logprobs",),
        ("max_completion_tokens",),
        ("temperature", "logprobs"),
        ("response_format",),
        ("temperature", "logprobs", "max_completion_tokens", "response_format"),
    ],
)
def test_a_parameter_refused_by_name_is_dropped_for_later_calls_too(
    rejects: tuple[str, ...], nameless: bool, chain_to: ChainTo
) -> None:
    with OpenAIServer(rejects=rejects, nameless=nameless) as server:
        triage = chain_to(server)
        assert triage.classify(QUESTION).source == "openai"
        tried = len(server.requests)
        assert tried <= len(rejects) + 2
        assert triage.classify(QUESTION).source == "openai"
        assert len(server.requests) == tried + 1
        assert not set(rejects) & set(server.requests[-1].json)
        assert "messages" in server.requests[-1].json


def test_a_server_without_schemas_is_asked_for_a_json_object_next(chain_to: ChainTo) -> None:
    with OpenAIServer(rejects=("response_format",)) as server:
        chain_to(server).classify(QUESTION)
        formats = [(request.json.get("response_format") or {}).get("type") for request in server.requests]
    assert formats == ["json_schema", "json_object", None]


def test_an_answer_as_long_as_real_servers_write_it_is_read(chain_to: ChainTo) -> None:
    with OpenAIServer(verbose=True) as server:
        suggestion = chain_to(server).classify(QUESTION)
    assert suggestion.source == "openai"
    assert suggestion.labels.confidence.category == 0.8


def test_a_refused_required_parameter_is_logged_as_an_error(
    chain_to: ChainTo, caplog: pytest.LogCaptureFixture
) -> None:
    with OpenAIServer(rejects=("messages",)) as server:
        assert chain_to(server).classify(QUESTION).fell_through == (FellThrough("openai", "refused"),)
        assert len(server.requests) == 1
    assert [record.levelname for record in caplog.records if record.name == "triage.chain"] == ["ERROR"]


def test_a_wrong_key_is_logged_once_and_opens_the_breaker(chain_to: ChainTo, caplog: pytest.LogCaptureFixture) -> None:
    with OpenAIServer(behave="status_401") as server:
        triage = chain_to(server)
        reasons = [triage.classify(QUESTION).fell_through[0].reason for _ in range(3)]
        assert reasons == ["refused", "paused", "paused"]
        assert len(server.requests) == 1
    assert "check the key" in caplog.text
    assert server.key not in caplog.text


def test_every_request_is_recorded_before_it_is_sent_with_the_hash_of_its_body(chain_to: ChainTo) -> None:
    calls: list[tuple[CloudCall, int, int]] = []
    with OpenAIServer(rejects=("temperature",)) as server:

        def record(call: CloudCall) -> None:
            calls.append((call, len(server.requests), threading.get_ident()))

        triage = chain_to(server, recorder=record)
        triage.classify(Question("Printer", reference="17"))
        bodies = [request.body for request in server.requests]
    assert len(bodies) == 2
    assert [made for _, made, _ in calls] == [0, 1]
    # A recorder writes to the caller's database: it must run in the caller's thread.
    assert {thread for _, _, thread in calls} == {threading.get_ident()}
    for (call, _, _), body in zip(calls, bodies, strict=True):
        assert (call.host, call.model, call.reference) == ("127.0.0.1", "gpt-4o-mini", "17")
        assert (call.size, call.sha256) == (len(body), hashlib.sha256(body).hexdigest())
        assert datetime.now(UTC) - call.at < timedelta(minutes=5)


def test_a_call_that_cannot_be_recorded_is_not_made(chain_to: ChainTo, caplog: pytest.LogCaptureFixture) -> None:
    def record(call: CloudCall) -> None:
        raise OSError("the table is away")

    with OpenAIServer() as server:
        suggestion = chain_to(server, recorder=record).classify(QUESTION)
        assert server.requests == []
    assert suggestion.fell_through == (FellThrough("openai", "not_recorded"),)
    assert "reason=not_recorded" in caplog.text


def test_calls_to_the_local_model_are_not_recorded(chain: Callable[..., Triage]) -> None:
    calls: list[CloudCall] = []
    with OllamaServer() as server:
        chain(ollama_url=server.url, recorder=calls.append).classify(QUESTION)
    assert calls == []


def test_the_text_is_redacted_before_it_is_sent_and_the_matches_are_counted(chain_to: ChainTo) -> None:
    question = Question(
        title="Refund to DE89 3704 0044 0532 0130 00",
        description="I am ada@example.org, +44 20 7946 0958.\nMy key: sk-abcdef0123456789abcdef, ada@\u200bexample.org",
    )
    with OpenAIServer() as server:
        suggestion = chain_to(server).classify(question)
        sent = server.requests[0].body.decode()
    assert suggestion.redacted == {"iban": 1, "email": 2, "phone": 1, "secret": 1}
    for secret in ("DE89", "0532", "ada@", "example.org", "7946", "sk-abc"):
        assert secret not in sent
    assert "Refund to [iban]" in sent


def test_the_local_model_gets_the_text_unredacted(chain: Callable[..., Triage]) -> None:
    with OllamaServer() as server:
        suggestion = chain(ollama_url=server.url).classify(Question("Mail ada@example.org"))
        assert "ada@example.org" in server.requests[-1].body.decode()
    assert suggestion.redacted == {}


def test_through_a_unix_socket_the_host_is_not_resolved(tmp_path: Path, chain: Callable[..., Triage]) -> None:
    calls: list[CloudCall] = []
    path = tmp_path / "cloud.sock"
    with OpenAIServer(socket_path=path) as server:
        triage = chain(
            openai_key=server.key,
            openai_base_url="https://cloud.invalid/v1",
            openai_socket=str(path),
            recorder=calls.append,
        )
        assert triage.classify(QUESTION).source == "openai"
        assert server.requests[0].headers["host"] == "cloud.invalid"
    assert calls[0].host == "cloud.invalid"
    assert triage.classify(QUESTION).fell_through == (FellThrough("openai", "unreachable"),)


def test_the_local_model_too_can_be_reached_through_a_unix_socket(tmp_path: Path, chain: Callable[..., Triage]) -> None:
    path = tmp_path / "ollama.sock"
    with OllamaServer(socket_path=path):
        triage = chain(ollama_url="http://ollama.invalid:11434", ollama_socket=str(path))
        assert triage.classify(QUESTION).source == "ollama"


def test_the_environment_changes_nothing(chain: Callable[..., Triage], monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = "http://127.0.0.1:9"
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, nowhere)
    for name in ("OLLAMA_HOST", "OPENAI_BASE_URL"):
        monkeypatch.setenv(name, nowhere)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-someone-else")
    monkeypatch.setenv("OLLAMA_API_KEY", "someone-else")
    monkeypatch.setenv("OPENAI_LOG", "debug")
    with OllamaServer() as local, OpenAIServer() as cloud:
        assert chain(ollama_url=local.url).classify(QUESTION).source == "ollama"
        cloud_chain = chain(openai_key=cloud.key, openai_base_url=cloud.base_url)
        assert cloud_chain.classify(QUESTION).source == "openai"
        headers = json.dumps([request.headers for request in (*local.requests, *cloud.requests)])
    assert "someone-else" not in headers


def test_each_call_opens_a_connection_so_it_works_after_a_restart_of_the_server(chain_to: ChainTo) -> None:
    with OpenAIServer() as server:
        triage = chain_to(server)
        triage.classify(QUESTION)
        port = int(server.url.rpartition(":")[2])
    with OpenAIServer(port=port) as server:
        assert triage.classify(QUESTION).source == "openai"
