"""The exact messages, their bounds in bytes, and the same system prompt for every ticket and both vendors."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from testing.model_servers import OllamaServer, OpenAIServer
from tests.triage.conftest import QUESTION
from triage import CATEGORIES, PRIORITIES, Question, Triage
from triage.prompt import (
    MAX_DESCRIPTION_BYTES,
    MAX_TITLE_BYTES,
    NUM_CTX,
    NUM_PREDICT,
    SYSTEM,
    TEMPLATE_TOKENS,
    messages,
)
from triage.reply import SCHEMA, parse
from triage.text import clean_question

GOLDEN = Path(__file__).parent / "golden" / "messages.json"


def test_the_messages_are_exactly_these() -> None:
    """After a wanted change: write the messages of this question to the file, and read the difference."""
    question = Question(title=" VPN\nagain ", description="It drops\tevery hour.\r\n\r\nPlease help \U0001f64f\u202e")
    built = messages(clean_question(question), nonce="0123456789abcdef")
    assert built == json.loads(GOLDEN.read_text())


def test_both_vendors_get_the_same_system_prompt(chain: Callable[..., Triage]) -> None:
    with OllamaServer() as local, OpenAIServer() as cloud:
        chain(ollama_url=local.url).classify(QUESTION)
        chain(openai_key=cloud.key, openai_base_url=cloud.base_url).classify(QUESTION)
        chain(ollama_url=local.url).classify(Question(description="Something else"))
        asked = [
            request.json["messages"] for request in (*local.requests, *cloud.requests) if b"messages" in request.body
        ]
    assert len(asked) == 3
    assert {conversation[0]["content"] for conversation in asked} == {SYSTEM}
    assert {tuple(message["role"] for message in conversation) for conversation in asked} == {("system", "user")}


@pytest.mark.parametrize("char", ["a", "ä", "漢", "🙏", "\u200d", "\n", "a\u0301"], ids=ascii)
def test_the_longest_ticket_fits_into_the_context(char: str) -> None:
    """Bytes are an upper bound for tokens, so the server never truncates the system prompt."""
    question = Question(title=char * 5000, description=char * 50_000)
    total = sum(len(message["content"].encode()) for message in messages(clean_question(question)))
    assert total + TEMPLATE_TOKENS + NUM_PREDICT <= NUM_CTX


def test_the_sum_of_all_bounds_fits_into_the_context() -> None:
    frame = len(messages(Question(description=""))[1]["content"].encode())
    assert (
        len(SYSTEM.encode()) + frame + MAX_TITLE_BYTES + MAX_DESCRIPTION_BYTES + TEMPLATE_TOKENS + NUM_PREDICT
        <= NUM_CTX
    )
    assert (MAX_TITLE_BYTES, MAX_DESCRIPTION_BYTES, NUM_CTX) == (400, 3000, 8192)


def test_the_answer_fits_into_the_tokens_it_may_have() -> None:
    longest = json.dumps({"category": max(CATEGORIES, key=len), "priority": max(PRIORITIES, key=len)})
    assert len(longest.encode()) <= NUM_PREDICT


def test_each_request_has_a_nonce_of_its_own() -> None:
    marks = {re.findall(r"TICKET-([0-9a-f]{16})", messages(QUESTION)[1]["content"])[0] for _ in range(50)}
    assert len(marks) == 50


def test_the_prompt_names_every_label_and_its_examples_follow_the_schema() -> None:
    assert all(f"- {label}: " in SYSTEM for label in (*CATEGORIES, *PRIORITIES))
    answers = re.findall(r"^\{.*\}$", SYSTEM, re.MULTILINE)
    assert 6 <= len(answers) <= 8
    assert {label for answer in answers for label in parse(answer)} == {*CATEGORIES, *PRIORITIES}
    order = list(SCHEMA["properties"])
    assert order == sorted(order) == SCHEMA["required"]
    assert all(list(json.loads(answer)) == order for answer in answers)


def test_head_and_tail_of_a_long_ticket_stay() -> None:
    ticket = messages(Question(description=f"first words {'x' * 9000} last words"))[1]["content"]
    assert "first words" in ticket
    assert "last words" in ticket
    assert "[...]" in ticket
