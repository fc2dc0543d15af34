"""Relative times such as "2 workdays ago 09:42", so that tickets come in working hours whenever they are loaded.

>>> monday = datetime.fromisoformat("2026-11-23T14:00+00:00")
>>> parse_past("1 workday ago 09:42", monday).isoformat()
'2026-11-20T09:42:00+00:00'
>>> parse_later("2 workdays later 08:15", monday).isoformat()
'2026-11-25T08:15:00+00:00'
"""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final

DAY: Final = timedelta(days=1)
# date.weekday() of each kind of day.
WEEKDAYS: Final = {"workday": range(5), "saturday": range(5, 6), "sunday": range(6, 7)}

AGO = re.compile(r"(?P<count>\d+) (?P<kind>workday|saturday|sunday)s? ago (?P<clock>\d\d:\d\d)")
MINUTES_AGO = re.compile(r"(?P<count>\d+) minutes ago")
LATER = re.compile(r"(?:same day|(?P<count>\d+) workdays? later) (?P<clock>\d\d:\d\d)")
MINUTES_LATER = re.compile(r"(?P<count>\d+) minutes later")


def parse_past(text: str, now: datetime) -> datetime:
    """Parse "12 workdays ago 09:42", "2 saturdays ago 10:05" or "7 minutes ago", relative to `now`.

    Today does not count, so the result is in the past. Raises ValueError for other text.
    """
    if match := MINUTES_AGO.fullmatch(text):
        return _minutes_from(now, -int(match["count"]))
    if match := AGO.fullmatch(text):
        return _days_from(now, -int(match["count"]), WEEKDAYS[match["kind"]], match["clock"])
    raise ValueError(f"not a time in the past: {text!r}")


def parse_later(text: str, start: datetime) -> datetime:
    """Parse "same day 10:20", "3 workdays later 09:00" or "40 minutes later", relative to `start`.

    Raises ValueError for other text.
    """
    if match := MINUTES_LATER.fullmatch(text):
        return _minutes_from(start, int(match["count"]))
    if match := LATER.fullmatch(text):
        return _days_from(start, int(match["count"] or 0), WEEKDAYS["workday"], match["clock"])
    raise ValueError(f"not a later time: {text!r}")


def _minutes_from(start: datetime, count: int) -> datetime:
    # In UTC: adding to a local time is wrong by an hour across the end of summer time.
    return (start.astimezone(UTC) + timedelta(minutes=count)).astimezone(start.tzinfo)


def _days_from(start: datetime, count: int, weekdays: range, clock: str) -> datetime:
    """The `count`-th such day after `start`, or before it when negative, at `clock`."""
    if start.tzinfo is None:
        raise ValueError(f"a time without a zone: {start.isoformat()}")
    step, day = (-DAY if count < 0 else DAY), start.date()
    left = abs(count)
    while left:
        day += step
        left -= day.weekday() in weekdays
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=start.tzinfo)
