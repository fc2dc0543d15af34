"""Whatever stands in a ticket, the keyword tier answers, and its work does not grow with the text for ever."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage import CATEGORIES, PRIORITIES, Labels, Question
from triage.keywords import read
from triage.keywords.passages import HEAD, TAIL

# Lone surrogates and NUL included: what the API refuses may still come from a command or a test.
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
SPOKEN = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def assert_whole(found: Labels) -> None:
    assert found.category in CATEGORIES
    assert found.priority in PRIORITIES
    assert 0 <= (found.confidence.category or 0) <= 1
    assert 0 <= (found.confidence.priority or 0) <= 1
    assert len(found.reasons) <= 5
    assert all(reason.strip() and len(reason) <= 40 for reason in found.reasons)


@settings(deadline=None, max_examples=300)
@given(title=ANY_TEXT, description=ANY_TEXT)
def test_any_text_gets_valid_labels(title: str, description: str) -> None:
    assert_whole(read(Question(description, title)))


@settings(deadline=None, max_examples=300)
@given(title=SPOKEN, description=SPOKEN)
def test_any_mixture_of_words_that_have_rules_gets_valid_labels(title: str, description: str) -> None:
    assert_whole(read(Question(description, title)))


@settings(deadline=None, max_examples=50)
@given(description=SPOKEN)
def test_the_same_text_always_gets_the_same_answer(description: str) -> None:
    assert read(Question(description)) == read(Question(description))


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
def test_long_runs_of_one_thing_are_no_trouble(text: str) -> None:
    assert_whole(read(Question(text)))


def seconds(text: str) -> float:
    """The best of five in processor time, which does not grow while other programs have the processor."""
    best = float("inf")
    for _ in range(5):
        started = time.thread_time()
        read(Question(text))
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
def test_four_times_the_text_is_not_sixteen_times_the_work(piece: str) -> None:
    whole = (HEAD + TAIL) // len(piece)
    read(Question("warm"))
    small, large = seconds(piece * (whole // 4)), seconds(piece * whole)
    # Linear is 4, quadratic 16; the line between them is drawn with room for a busy machine.
    assert large < 9 * small + 0.01


def test_a_megabyte_costs_what_a_page_costs() -> None:
    page = "Nobody can reach the server. " * 200
    assert seconds(page * 180) < 5 * seconds(page) + 0.02


def test_the_end_of_a_long_ticket_is_read_as_well() -> None:
    log = "some words of no weight " * 5000
    assert read(Question(f"{log}\nPlease refund the invoice, we were charged twice.")).category == "billing"
