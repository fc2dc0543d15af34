"""The relative times of the demonstration's tickets."""

import doctest
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from demo import relative_time

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)  # a Wednesday


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        relative_time.parse_past("1 workday ago 09:00", NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 workday ago 09:42", "2026-11-24T09:42+00:00"),
        ("3 workdays ago 23:30", "2026-11-20T23:30+00:00"),
        ("1 saturday ago 10:05", "2026-11-21T10:05+00:00"),
        ("2 sundays ago 03:00", "2026-11-15T03:00+00:00"),
        ("7 minutes ago", "2026-11-25T14:23+00:00"),
    ],
)
def test_times_before_now(text: str, expected: str) -> None:
    assert relative_time.parse_past(text, NOON) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("same day 16:00", "2026-11-25T16:00+00:00"),
        ("1 workday later 08:00", "2026-11-26T08:00+00:00"),
        ("3 workdays later 08:00", "2026-11-30T08:00+00:00"),
        ("40 minutes later", "2026-11-25T15:10+00:00"),
    ],
)
def test_times_after_a_start(text: str, expected: str) -> None:
    assert relative_time.parse_later(text, NOON) == datetime.fromisoformat(expected)


def test_minutes_are_exact_across_the_end_of_summer_time() -> None:
    before = datetime(2026, 10, 25, 2, 50, tzinfo=BERLIN)
    after = relative_time.parse_later("40 minutes later", before)
    assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(minutes=40)


def test_the_examples_in_the_docstring_are_true() -> None:
    assert doctest.testmod(relative_time) == doctest.TestResults(failed=0, attempted=3)
