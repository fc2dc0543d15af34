"""Times of other desks: each spelling is one moment, or is refused with words that help."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from transfer.services.times import TimeError, TimeRules, read_time

BERLIN = TimeRules(ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-10T09:15:00Z", "2026-03-10T09:15"),
        ("2026-03-10 09:15:00 UTC", "2026-03-10T09:15"),
        ("2026-03-10 09:15:00 +0530", "2026-03-10T03:45"),
        ("2026-03-10 09:15", "2026-03-10T08:15"),
        ("2026-07-10 9:15:30.5", "2026-07-10T07:15:30.500000"),
        ("2026/03/10 09:15", "2026-03-10T08:15"),
        ("2026-03-10", "2026-03-09T23:00"),
        ("10.03.2026 09:15", "2026-03-10T08:15"),
        ("10.03.2026, 09:15", "2026-03-10T08:15"),
        ("03.04.2026 09:15", "2026-04-03T07:15"),
        ("12/Mar/24 9:41 AM", "2024-03-12T08:41"),
        ("13/Mar/24 12:05 PM", "2024-03-13T11:05"),
        ("13/Mar/24 12:05 AM", "2024-03-12T23:05"),
        ("13/Mar/24 12:05\u202fpm", "2024-03-13T11:05"),
        ("13/Mar/24 12:05 p.m.", "2024-03-13T11:05"),
        ("12-Mar-2024 14:00", "2024-03-12T13:00"),
        ("12 March 2024 14:00:01", "2024-03-12T13:00:01"),
        ("12. März 2024 14:00", "2024-03-12T13:00"),
        ("Mar 12, 2024, 2:00 PM", "2024-03-12T13:00"),
        ("Tue, 12 Mar 2024 14:00:00 +0100", "2024-03-12T13:00"),
        ("13/04/2026 09:15", "2026-04-13T07:15"),
        ("04/13/2026 09:15", "2026-04-13T07:15"),
        ("04/04/2026 09:15", "2026-04-04T07:15"),
    ],
)
def test_known_spellings(text: str, moment: str) -> None:
    assert read_time(text, BERLIN).at == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert read_time(text, BERLIN).notice is None


@pytest.mark.parametrize(("day_first", "month"), [(True, 4), (False, 3)])
def test_an_option_says_which_day_is_meant(day_first: bool, month: int) -> None:
    rules = TimeRules(ZoneInfo("UTC"), day_first)
    assert read_time("03/04/2026 09:15", rules).at.month == month


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("03/04/2026 09:15", "03/04/2026 09:15 is one of two days: say --day-first or --month-first"),
        ("3-4-2026", "is one of two days"),
        ("yesterday", "not a time"),
        ("31/02/2026", "not a time"),
        ("2026-02-30 09:15", "not a time"),
        ("13/Mar/24 13:05 PM", "not a time"),
        ("13/Mar/24 0:05 AM", "not a time"),
        ("13/Foo/24 9:05", "not a time"),
        ("2026-03-10 09:15 CET", "not a time"),
        ("2026-03-10 25:15", "not a time"),
        ("2026-03-10 09:15 +99:00", "not a time"),
        ("1767225600", "not a time"),
        ("46000.5", "not a time"),
        ("1969-12-31 23:59:59Z", "before 1970 or later than tomorrow"),
        ("9999-12-31 23:59:59", "before 1970 or later than tomorrow"),
        ("0001-01-01 00:00:00", "before 1970 or later than tomorrow"),
        ("0001-01-01T00:00:00+14:00", "before 1970 or later than tomorrow"),
    ],
)
def test_anything_else_is_refused_with_words(text: str, words: str) -> None:
    with pytest.raises(TimeError, match=words.replace("(", r"\(")):
        read_time(text, BERLIN)


def test_a_time_without_a_zone_needs_one() -> None:
    with pytest.raises(TimeError, match="--zone says where times without one were written"):
        read_time("2026-03-10 09:15", TimeRules())


@pytest.mark.parametrize(
    ("zone", "text", "moment", "notice"),
    [
        (
            "Europe/Berlin",
            "2026-03-29 02:30:00",
            "2026-03-29T01:30",
            "2026-03-29 02:30:00 does not exist in Europe/Berlin; taken as 2026-03-29 03:30:00+02:00",
        ),
        (
            "Europe/Berlin",
            "2026-10-25 02:30",
            "2026-10-25T00:30",
            "2026-10-25 02:30:00 exists twice in Europe/Berlin; taken as 2026-10-25 02:30:00+02:00",
        ),
        ("Australia/Lord_Howe", "2025-10-05 02:15", "2025-10-04T15:45", "does not exist"),
        ("America/New_York", "2025-11-02 01:30", "2025-11-02T05:30", "exists twice"),
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30T22:00", "does not exist"),
    ],
)
def test_a_time_that_exists_twice_or_never_is_decided_and_named(zone: str, text: str, moment: str, notice: str) -> None:
    found = read_time(text, TimeRules(ZoneInfo(zone)))
    assert found.at == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert notice in (found.notice or "")
