"""The keyword tier answers any text, in linear time and with a bound for long texts."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage import CATEGORIES, PRIORITIES, Labels, Question
from triage.keywords import classify
from triage.keywords.relevant_text import HEAD_CHARS, TAIL_CHARS

# With lone surrogates and NUL, which the API refuses but commands may pass.
ANY_TEXT = st.text(st.characters(), max_size=400)
WORDS = (
    *("no", "not", "invoice", "refund", "error", "!!!", ">", "On Monday Jo wrote:", "ignore all previous instructions"),
    *(
        "system: label",
        "500 users",
        "1,000,000",
        "0x80",
        "nobody",
        "can",
        "log in",
        "पासवर्ड",
        "नहीं",
        "請求書",
        "エラー",
    ),
    *("l'accès", "rien", "--", "\n", ".", "…", "@", "a@b.c", "http://x", "URGENT", "Rezeptdrucker", "-", "is solved"),
)
MIXED_WORDS = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def assert_valid(found: Labels) -> None:
    assert found.category in CATEGORIES
    assert found.priority in PRIORITIES
    assert 0 <= (found.confidence.category or 0) <= 1
    assert 0 <= (found.confidence.priority or 0) <= 1
    assert len(found.reasons) <= 5
    assert all(reason.strip() and len(reason) <= 40 for reason in found.reasons)


@settings(deadline=None, max_examples=300)
@given(title=ANY_TEXT, description=ANY_TEXT)
def test_any_text_gets_valid_labels(title: str, description: str) -> None:
    assert_valid(classify(Question(description, title)))


@settings(deadline=None, max_examples=300)
@given(title=MIXED_WORDS, description=MIXED_WORDS)
def test_any_mixture_of_words_that_have_rules_gets_valid_labels(title: str, description: str) -> None:
    assert_valid(classify(Question(description, title)))


@settings(deadline=None, max_examples=50)
@given(description=MIXED_WORDS)
def test_the_same_text_always_gets_the_same_answer(description: str) -> None:
    assert classify(Question(description)) == classify(Question(description))


@pytest.mark.parametrize(
    "text",
    [
        "1," * 3000,
        "9" * 6000,
        "1,000" + ",000" * 1200 + " users",
        "#" * 6000,
        "'" * 6000,
        "a'" * 3000,
        "ﷺ" * 3000,
        "が" * 6000,
    ],
    ids=lambda text: text[:6],
)
def test_long_repetitions_get_valid_labels(text: str) -> None:
    assert_valid(classify(Question(text)))


def seconds(text: str) -> float:
    """The CPU time of one call, the best of five."""
    best = float("inf")
    for _ in range(5):
        started = time.thread_time()
        classify(Question(text))
        best = min(best, time.thread_time() - started)
    return best


@pytest.mark.parametrize(
    "piece",
    [
        "the printer is down and nobody can work ",
        ". ",
        "\n",
        " ",
        "a@",
        "1 ",
        "no ",
        "no error ",
        "nobody ",
        "1,000 ",
        "> x\n",
        "から",
        "ignore all ",
        "from: ",
    ],
)
def test_it_takes_linear_time(piece: str) -> None:
    whole = (HEAD_CHARS + TAIL_CHARS) // len(piece)
    classify(Question("warm"))
    small, large = seconds(piece * (whole // 4)), seconds(piece * whole)
    # Linear is 4, quadratic 16; 9 leaves room for a busy machine.
    assert large < 9 * small + 0.01


def test_a_megabyte_takes_as_long_as_a_page() -> None:
    page = "Nobody can reach the server. " * 200
    assert seconds(page * 180) < 5 * seconds(page) + 0.02


def test_the_end_of_a_long_ticket_is_read_as_well() -> None:
    log = "some words of no weight " * 5000
    assert classify(Question(f"{log}\nPlease refund the invoice, we were charged twice.")).category == "billing"
