"""Errors of real compatible servers: a refused parameter is dropped or replaced, and for nothing else anything is.

refusals.json and other_errors.json hold one body in a line, with its source. "there X" says that X was refused in that
report, where we do not send X.
"""

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest

from testing.model_servers import OpenAIServer
from testing.model_servers.messages import Answer
from tests.triage.conftest import QUESTION
from triage import FellThrough, Question, Triage
from triage.providers.openai_refusals import refusals

HERE = Path(__file__).parent
REFUSALS: list[dict[str, Any]] = json.loads((HERE / "refusals.json").read_text(encoding="utf-8"))
OTHERS: list[dict[str, Any]] = json.loads((HERE / "other_errors.json").read_text(encoding="utf-8"))

# Which of the two names of the limit is sent first depends on the host.
HOSTS = {"api.openai.com": "max_completion_tokens", "models.example.org": "max_tokens"}


def named(row: dict[str, Any]) -> str:
    return f"{row['server']}: {row['source']}"


def error(row: dict[str, Any]) -> Answer:
    if "text" in row:
        kind = "text/html" if row["text"].startswith("<") else "text/plain"
        return Answer(row["status"], row["text"].encode(), {"Content-Type": kind})
    return Answer(row["status"], row["body"])


def is_refused(rule: str, asked: dict[str, Any]) -> bool:
    """Whether a request breaks a rule: "name", "name:value", or "name>number"."""
    if ":" in rule:
        name, _, kind = rule.partition(":")
        return bool((asked.get(name) or {}).get("type") == kind)
    name, _, most = rule.partition(">")
    return name in asked and (not most or asked[name] > int(most))


@pytest.fixture
def chain_as(tmp_path: Path, chain: Callable[..., Triage]) -> Callable[..., tuple[OpenAIServer, Triage]]:
    """A stand-in that is reached under any host name, through a unix socket, and a chain that asks it."""

    def make(host: str, **behaviour: Any) -> tuple[OpenAIServer, Triage]:
        path = tmp_path / "cloud.sock"
        server = OpenAIServer(socket_path=path, **behaviour)
        url = f"https://{host}/v1"
        return server, chain(openai_key=server.key, openai_base_url=url, openai_socket=str(path))

    return make


def test_the_tables_hold_what_they_promise() -> None:
    assert len({row["server"] for row in REFUSALS}) >= 20
    assert len({json.dumps(row.get("body", row.get("text"))) for row in REFUSALS}) >= 60


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("row", REFUSALS, ids=named)
def test_a_refused_parameter_is_dropped_or_replaced(
    row: dict[str, Any], host: str, chain_as: Callable[..., tuple[OpenAIServer, Triage]]
) -> None:
    rules = row["refuses"]
    server, triage = chain_as(
        host, refuse=lambda asked: error(row) if any(is_refused(rule, asked) for rule in rules) else None
    )
    with server:
        assert triage.classify(QUESTION).source == "openai"
        tries = len(server.requests)
        assert triage.classify(QUESTION).source == "openai"
        requests = [request.json for request in server.requests]
    refused = [rule for rule in rules if is_refused(rule, requests[0])]
    # response_format has two forms before it is left out.
    assert tries <= len(refused) + 1 + ("response_format" in rules)
    assert len(requests) == tries + 1
    last = requests[-1]
    assert not any(is_refused(rule, last) for rule in rules)
    assert last["model"] == requests[0]["model"]
    assert [message["role"] for message in last["messages"]] == ["system", "user"]
    # Nothing else is dropped, and the answer stays bounded.
    names = {rule.partition(":")[0].partition(">")[0] for rule in rules}
    if names & {"logprobs", "top_logprobs"}:
        names |= {"logprobs", "top_logprobs"}
    assert {"temperature", "logprobs", "response_format"} - names <= set(last)
    assert len({"max_tokens", "max_completion_tokens"} & set(last)) == 1
    if host == "models.example.org":
        assert row.get("instead", {}).items() <= last.items()


@pytest.mark.parametrize("row", OTHERS, ids=named)
def test_an_error_about_anything_else_drops_nothing(
    row: dict[str, Any], chain_as: Callable[..., tuple[OpenAIServer, Triage]]
) -> None:
    server, triage = chain_as("models.example.org", refuse=lambda asked: error(row))
    with server:
        suggestion = triage.classify(QUESTION)
        assert len(server.requests) == 1
    assert (suggestion.source, suggestion.fell_through) == ("keywords", (FellThrough("openai", row["reason"]),))


SENT = ("temperature", "logprobs", "top_logprobs", "max_tokens", "response_format", "seed", "stop", "store")
CAMEL = {"logprobs": "logProbs", "top_logprobs": "topLogprobs", "max_tokens": "maxTokens", "seed": "seed"}
SENTENCES = (
    "Unsupported parameter: '{0}'",
    "Unrecognized request argument supplied: {0}",
    "unknown field `{0}`, expected one of `model`, `messages`, `n`, `user` at line 1 column 9",
    'json: unknown field "{0}"',
    "create() got an unexpected keyword argument '{0}'",
    "This model does not support the “{0}” parameter.",
    "The field «{0}» is not permitted. Supported parameters: temperature, max_tokens, stop, seed",
    "{0}: Extra inputs are not permitted",
    "'{0}' is not supported with this model. Use 'something_else' instead.",
    "body -> {0}\n  extra fields not permitted (type=value_error.extra)",
    "Property '{0}' is unsupported",
    "argument `{0}` cannot be used here, try top_p",
    "不支持的参数: {0}",
)
WRAPPERS: dict[str, Callable[[str], object]] = {
    "error.message": lambda text: {"error": {"message": text, "param": "None", "code": "400"}},
    "param null": lambda text: {"error": {"message": text, "param": "null"}},
    "string": lambda text: {"error": text},
    "message": lambda text: {"message": text, "code": 400},
    "detail": lambda text: {"detail": text},
    "msg in a list": lambda text: {"detail": [{"loc": ["body"], "msg": text}]},
    "list": lambda text: [{"error": {"message": text}}],
    "messages": lambda text: {"model": "gpt-4o-mini", "messages": [text]},
    "errors": lambda text: {"errors": [{"reason": text}]},
    "json in json": lambda text: {"error": {"message": json.dumps({"error": {"message": text}})}},
    "json in a sentence": lambda text: {"error": {"message": "Upstream said " + json.dumps({"error": text})}},
    "python in a sentence": lambda text: {
        "error": {"message": "Error code: 400 - " + str({"error": {"message": text}})}
    },
}
FIELDS: dict[str, Callable[[str], object]] = {
    "param": lambda name: {"error": {"message": "invalid", "param": name}},
    "param below body": lambda name: {"error": {"message": "invalid", "param": f"body.{name}.json_schema.strict"}},
    "param with an index": lambda name: {"error": {"message": "invalid", "param": f"{name}[0].type"}},
    "loc": lambda name: {"detail": [{"loc": ["body", name, "type"], "msg": "wrong", "type": "value_error"}]},
    "loc in message": lambda name: {"message": {"detail": [{"loc": ["body", name], "msg": "Extra"}]}},
    "field": lambda name: {"errors": [{"field": f"/{name}", "message": "wrong"}]},
    "key": lambda name: {"errors": {name: ["is not permitted"]}},
    "name": lambda name: {"invalid-params": [{"name": name, "reason": "not supported"}]},
    "pointer": lambda name: {"errors": [{"instancePath": f"/{name}/type", "message": "must be a number"}]},
    "keys": lambda name: {"error": {"issues": [{"code": "unrecognized_keys", "keys": [name], "path": []}]}},
    "parameters": lambda name: {"error": {"code": "unsupported_parameter", "parameters": [name]}},
    "nested": lambda name: {"error": {"message": "wrong", "param": {"name": name}}},
}


@pytest.mark.parametrize("name", SENT)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_name_is_found_in_every_sentence_and_wrapping(sentence: str, name: str) -> None:
    for spelling in {name, CAMEL.get(name, name)}:
        text = sentence.format(spelling)
        for wrapping, wrap in WRAPPERS.items():
            found = refusals(json.dumps(wrap(text)), SENT)
            assert [one.name for one in found] == [name], (wrapping, text)
        html = f"<!doctype html><html><body><h1>Bad Request</h1><p>{escape(text)}</p></body></html>"
        for body in (text, html):
            assert [one.name for one in refusals(body, SENT)] == [name], body


@pytest.mark.parametrize("name", SENT)
@pytest.mark.parametrize("place", FIELDS)
def test_a_name_is_found_in_every_field(place: str, name: str) -> None:
    assert [one.name for one in refusals(json.dumps(FIELDS[place](name)), SENT)] == [name]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '"x"',
        "{",
        "[" * 50_000,
        '{"error": ' * 5_000 + "1" + "}" * 5_000,
        json.dumps({"error": {"message": "Please stop, then store the seed of it elsewhere."}}),
        json.dumps({"error": {"message": "bad", "request": {"temperature": 0, "logprobs": True}}}),
        json.dumps({"error": {"message": "not the temperature's fault", "param": "messages[1].content"}}),
        json.dumps({"error": {"message": "the temperature of it", "code": "content_filter"}}),
        json.dumps({"error": {"message": "insufficient credits: lower max_tokens or add credits", "code": 400}}),
        json.dumps({"error": "the prompt and its response_format exceed the context window of 4096 tokens"}),
        json.dumps({"detail": [{"loc": ["body", 0], "msg": "wrong", "input": "Unsupported parameter: temperature"}]}),
        "stream\n  Field required [type=missing, input_value={'temperature': 0}, input_type=dict]",
        json.dumps({"message": "[{'type': 'missing', 'loc': ('body', 'stream'), 'input': {'temperature': 0}}]"}),
        json.dumps({"error": {"message": "Unsupported value: 'messages[0].role' does not support 'system'"}}),
        json.dumps({"error": {"message": "bad", "body": {"messages": [{"content": "unknown field 'logprobs'"}]}}}),
    ],
)
def test_nothing_is_found_in_an_error_that_names_nothing(body: str) -> None:
    assert refusals(body, SENT) == []


@pytest.mark.parametrize("status", [400, 404, 405, 415, 422, 500, 501, 502])
def test_the_status_does_not_matter(status: int, chain_as: Callable[..., tuple[OpenAIServer, Triage]]) -> None:
    refusal = Answer(status, {"error": "the parameter logprobs is not supported"})
    server, triage = chain_as("models.example.org", refuse=lambda asked: refusal if "logprobs" in asked else None)
    with server:
        assert [triage.classify(QUESTION).source for _ in range(2)] == ["openai"] * 2
        assert len(server.requests) == 3


def test_an_error_with_status_200_is_an_error(chain_as: Callable[..., tuple[OpenAIServer, Triage]]) -> None:
    refusal = Answer(200, {"error": {"message": "Provider returned error", "metadata": {"raw": "logprobs: unknown"}}})
    server, triage = chain_as("models.example.org", refuse=lambda asked: refusal if "logprobs" in asked else None)
    with server:
        assert [triage.classify(QUESTION).source for _ in range(2)] == ["openai"] * 2
        assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"error": {"message": "rate limited", "code": 429}}, "busy"),
        ({"error": {"message": "no such model", "code": "404"}}, "model_missing"),
        ({"error": "something else"}, "refused"),
        ({"error": {"message": "odd", "code": 7}, "choices": []}, "refused"),
        ({"choices": [{"error": {"code": 503, "message": "upstream"}, "finish_reason": "error"}]}, "busy"),
    ],
)
def test_an_error_with_status_200_has_the_reason_of_the_status_that_it_names(
    body: object, reason: str, chain_as: Callable[..., tuple[OpenAIServer, Triage]]
) -> None:
    server, triage = chain_as("models.example.org", refuse=lambda asked: Answer(200, body))
    with server:
        assert triage.classify(QUESTION).fell_through == (FellThrough("openai", reason),)
        assert len(server.requests) == 1


NAMELESS = (
    # The first two: ltmoerdani/opencode-copilot-chat#191, Ammaar-Alam/minebench#119.
    Answer(400, {"error": {"message": "[1210] Invalid API parameter, please check the documentation.invalid input"}}),
    Answer(404, {"error": {"message": "No endpoints found that can handle the requested parameters.", "code": 404}}),
    Answer(400, {"error": {"code": "1210", "message": "API 调用参数有误，请检查文档"}}),
    Answer(422, {"detail": "Unsupported arguments"}),
)


@pytest.mark.parametrize("refusal", NAMELESS, ids=lambda refusal: str(refusal.body)[:60])
@pytest.mark.parametrize(("refused", "tries"), [("temperature", 2), ("logprobs", 2), ("response_format", 3)])
def test_a_refusal_of_parameters_without_a_name_is_met_with_less(
    refused: str, tries: int, refusal: Answer, chain_as: Callable[..., tuple[OpenAIServer, Triage]]
) -> None:
    server, triage = chain_as("models.example.org", refuse=lambda asked: refusal if refused in asked else None)
    with server:
        assert [triage.classify(QUESTION).source for _ in range(2)] == ["openai"] * 2
        assert len(server.requests) == tries + 1
        assert "max_tokens" in server.requests[-1].json


def test_a_server_that_refuses_what_is_not_sent_any_more_is_given_up(
    chain_as: Callable[..., tuple[OpenAIServer, Triage]],
) -> None:
    # MoonshotAI/Kimi-K2#124: the same error without a temperature.
    refusal = Answer(400, {"error": {"message": "invalid temperature: only 0.6 is allowed for this model"}})
    server, triage = chain_as("models.example.org", refuse=lambda asked: refusal)
    with server:
        assert triage.classify(QUESTION).fell_through == (FellThrough("openai", "refused"),)
        assert len(server.requests) == 2


def test_a_refusal_is_remembered_where_the_next_answer_is_too_slow(
    tmp_path: Path, chain: Callable[..., Triage]
) -> None:
    refusal = Answer(400, {"error": {"message": "temperature is not supported", "param": "None"}})
    slow = True

    def refuse(asked: dict[str, Any]) -> Answer | None:
        if "temperature" in asked:
            return refusal
        if slow:
            server.stopping.wait(20)
        return None

    with OpenAIServer(refuse=refuse) as server:
        triage = chain(openai_key=server.key, openai_base_url=server.base_url, openai_timeout=4.0)
        # The libraries that the first call would load are not part of its time.
        triage.warm_up()
        assert triage.classify(QUESTION).fell_through == (FellThrough("openai", "timeout"),)
        slow = False
        assert triage.classify(QUESTION).source == "openai"
        assert ["temperature" in request.json for request in server.requests] == [True, False, False]


def test_one_parameter_is_refused_where_the_error_repeats_another() -> None:
    # xorbitsai/xagent#1939.
    raw = json.dumps({"error": "upstream", "request": {"max_tokens": 1500, "temperature": 0}})
    error = {"message": "response_format is not supported here", "metadata": {"raw": raw, "max_tokens": 1500}}
    assert [one.name for one in refusals(json.dumps({"error": error}), SENT)] == ["response_format"]


def test_a_server_that_refuses_whatever_is_sent_is_given_up_and_nothing_is_learned(
    chain_as: Callable[..., tuple[OpenAIServer, Triage]],
) -> None:
    everything = ["temperature", "top_logprobs", "logprobs", "max_tokens", "max_completion_tokens", "response_format"]
    text = "; ".join(f"{name} is not supported" for name in everything)
    refusal = Answer(400, {"error": {"message": text}})
    refusing = True
    server, triage = chain_as("models.example.org", refuse=lambda asked: refusal if refusing else None)
    with server:
        assert triage.classify(QUESTION).fell_through == (FellThrough("openai", "refused"),)
        assert len(server.requests) <= len(everything) + 2
        refusing = False
        assert triage.classify(QUESTION).source == "openai"
        assert server.requests[-1].json.keys() == server.requests[0].json.keys()


def test_a_server_that_repeats_the_ticket_does_not_have_its_words_count(
    chain_as: Callable[..., tuple[OpenAIServer, Triage]],
) -> None:
    question = Question("Unsupported parameter: 'temperature' on the chiller", "Unknown field: response_format, again.")

    def refuse(asked: dict[str, Any]) -> Answer:
        return Answer(400, {"error": {"message": f"Cannot process this: {asked['messages'][1]['content']}"}})

    server, triage = chain_as("models.example.org", refuse=refuse)
    with server:
        assert triage.classify(question).source == "keywords"
        assert len(server.requests) == 1


@pytest.mark.parametrize(("host", "first"), [*HOSTS.items(), ("eu.api.openai.com", "max_completion_tokens")])
def test_the_name_of_the_limit_that_a_server_knows_is_kept(
    host: str, first: str, chain_as: Callable[..., tuple[OpenAIServer, Triage]]
) -> None:
    other = next(name for name in HOSTS.values() if name != first)
    server, triage = chain_as(host, rejects=(first,))
    with server:
        triage.classify(QUESTION)
        sent = [request.json for request in server.requests]
    assert (sent[0][first], sent[1][other]) == (1500, 1500)
    assert other not in sent[0]
    assert first not in sent[1]
