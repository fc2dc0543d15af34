"""The parser of replies: exactly two keys with exact labels, and nothing is repaired."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage import CATEGORIES, PRIORITIES
from triage.errors import BadAnswer
from triage.reply import parse


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("priority", PRIORITIES)
def test_every_pair_of_labels_is_read(category: str, priority: str) -> None:
    assert parse(json.dumps({"category": category, "priority": priority})) == (category, priority)


@pytest.mark.parametrize(
    "content",
    ['{"priority":"low","category":"billing"}', ' \n{"category" :"billing",\t"priority": "low"}\n'],
)
def test_order_and_space_do_not_matter(content: str) -> None:
    assert parse(content) == ("billing", "low")


@pytest.mark.parametrize(
    "content",
    [
        None,
        7,
        {"category": "billing", "priority": "low"},
        "",
        "billing",
        "null",
        "{}",
        "[]",
        '"billing"',
        '["billing", "low"]',
        '[["category", "billing"], ["priority", "low"]]',
        '{"category": "billing"}',
        '{"category": "billing", "priority": "low", "reason": ""}',
        '{"category": "billing", "priority": "low", "priority": "high"}',
        '{"category": "Billing", "priority": "low"}',
        '{"Category": "billing", "priority": "low"}',
        '{"category": " billing", "priority": "low"}',
        '{"category": "refund", "priority": "low"}',
        '{"category": "billing", "priority": "urgent"}',
        '{"category": "low", "priority": "billing"}',
        '{"category": ["billing"], "priority": "low"}',
        '{"category": {"billing": 1}, "priority": "low"}',
        '{"category": null, "priority": null}',
        '{"category": "billing", "priority": 1}',
        '{"category": "billing", "priority": "low"} and more',
        '```json\n{"category": "billing", "priority": "low"}\n```',
        '<think>so</think>{"category": "billing", "priority": "low"}',
        '{"category": "billing", "priority": "low"',
        "[" * 100_000,
    ],
    ids=lambda content: ascii(content)[:60],
)
def test_anything_else_is_a_bad_answer(content: object) -> None:
    with pytest.raises(BadAnswer):
        parse(content)


def test_the_error_does_not_repeat_the_content() -> None:
    with pytest.raises(BadAnswer) as caught:
        parse("my secret ticket text")
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@settings(deadline=None)
@given(st.text() | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(json.dumps))
def test_it_never_raises_anything_else(content: str) -> None:
    with pytest.raises(BadAnswer):
        parse(content)
