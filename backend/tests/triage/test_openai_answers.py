"""What a compatible server may answer in place of the labels: the log names the cause, never the text."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from testing.model_servers import OpenAIServer
from tests.triage.conftest import MARKER, QUESTION
from triage import FellThrough, Triage

LABELS = json.dumps({"category": "account", "priority": "low"})
THOUGHT = f"The user writes {MARKER}, so"
PARSER = "the server's reasoning parser left no content, only reasoning"
SPENT = "every token went into reasoning"

# (the answer's message, its finish_reason) -> what the log says.
FORMS: list[tuple[dict[str, Any], str, str]] = [
    ({"content": None, "reasoning_content": THOUGHT}, "stop", PARSER),
    ({"content": None, "reasoning_content": LABELS}, "stop", PARSER),
    ({"content": None, "reasoning": THOUGHT}, "stop", PARSER),
    ({"content": "", "reasoning": THOUGHT}, "stop", PARSER),
    ({"content": " \n", "reasoning_content": THOUGHT}, "stop", PARSER),
    ({"content": [], "reasoning_content": THOUGHT}, "stop", PARSER),
    ({"content": "", "reasoning_details": [{"type": "reasoning.text", "text": THOUGHT}]}, "stop", PARSER),
    ({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": THOUGHT}]}]}, "stop", PARSER),
    ({"content": "", "reasoning_content": THOUGHT}, "length", SPENT),
    ({"content": None, "reasoning": THOUGHT}, "length", SPENT),
    ({"content": "", "reasoning_content": ""}, "length", "the model did not finish"),
    ({"content": ""}, "length", "the model did not finish"),
    ({"content": '{"category"'}, "length", "the model did not finish"),
    ({"content": f"<think>{THOUGHT}</think>{LABELS}"}, "stop", "reasoning stands in its answer"),
    ({"content": f"{THOUGHT}</think>\n{LABELS}"}, "stop", "reasoning stands in its answer"),
    ({"content": f"[THINK]{THOUGHT}[/THINK]{LABELS}"}, "stop", "reasoning stands in its answer"),
    ({"content": f"<|channel|>analysis<|message|>{THOUGHT}"}, "stop", "reasoning stands in its answer"),
    ({"content": THOUGHT}, "stop", "not JSON"),
    ({"content": None}, "stop", "no content"),
    ({"content": None, "reasoning_content": None}, "stop", "no content"),
    ({"content": None, "reasoning_content": ""}, "stop", "no content"),
    ({"content": None, "tool_calls": [{"id": "1", "type": "function", "function": {}}]}, "tool_calls", "a tool call"),
    ({"content": 7}, "stop", "invalid response"),
    ({"content": [7]}, "stop", "invalid response"),
    ({"content": {"category": "account", "priority": "low"}}, "stop", "invalid response"),
]


@pytest.mark.parametrize(("message", "finish_reason", "told"), FORMS)
def test_the_log_names_the_cause_and_none_of_the_text(
    message: dict[str, Any],
    finish_reason: str,
    told: str,
    chain: Callable[..., Triage],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(0)
    with OpenAIServer(message=message, finish_reason=finish_reason) as server:
        suggestion = chain(openai_key=server.key, openai_base_url=server.base_url).classify(QUESTION)
        assert len(server.requests) == 1
    assert suggestion.fell_through == (FellThrough("openai", "bad_answer"),)
    lines = [record.getMessage() for record in caplog.records if "triage fell through" in record.getMessage()]
    assert len(lines) == 1
    assert told in lines[0]
    assert MARKER not in caplog.text


def test_a_refusal_is_a_refusal_whatever_else_is_there(chain: Callable[..., Triage]) -> None:
    message = {"content": None, "refusal": "No.", "reasoning_content": THOUGHT}
    with OpenAIServer(message=message) as server:
        suggestion = chain(openai_key=server.key, openai_base_url=server.base_url).classify(QUESTION)
    assert suggestion.fell_through == (FellThrough("openai", "refused"),)


def test_the_state_says_so_until_an_answer_comes(chain: Callable[..., Triage]) -> None:
    with OpenAIServer(message={"content": "", "reasoning": THOUGHT}) as server:
        triage = chain(openai_key=server.key, openai_base_url=server.base_url)
        states = []
        for message in (server.message, {}, {"content": f"<think>{THOUGHT}</think>{LABELS}"}, {"content": "prose"}):
            server.message = message
            triage.classify(QUESTION)
            states.append(triage.status()[1].state)
    assert states == ["reasoning_parser", "ready", "reasoning_parser", "ready"]


@pytest.mark.parametrize(
    "message",
    [
        {"content": [{"type": "text", "text": LABELS}]},
        {"content": [{"type": "text", "text": LABELS[:10]}, {"type": "text", "text": LABELS[10:]}]},
        {"content": [{"type": "thinking", "thinking": THOUGHT}, {"type": "text", "text": LABELS}]},
        {"content": LABELS, "reasoning_content": THOUGHT},
        {"content": f"\n\n{LABELS}\n", "reasoning": THOUGHT},
        {"content": LABELS, "tool_calls": []},
    ],
)
def test_the_labels_are_read_beside_reasoning_and_in_parts(
    message: dict[str, Any], chain: Callable[..., Triage]
) -> None:
    with OpenAIServer(message=message) as server:
        suggestion = chain(openai_key=server.key, openai_base_url=server.base_url).classify(QUESTION)
    assert (suggestion.source, suggestion.labels.category) == ("openai", "account")
