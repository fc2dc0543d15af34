"""Reads the spellings of a time that other desks export. The list of them stands in docs/import.md."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from postgres.times import is_possible

EXAMPLES: Final = "such as 2026-01-31T09:30:00Z or 2026-01-31T10:30:00+01:00"

_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_GERMAN_MONTHS: Final = {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12}
_MONTH: Final = r"(?P<month>[a-zäA-ZÄ]{3,9})\.?"
_DAY: Final = r"(?P<day>\d{1,2})"
_YEAR: Final = r"(?P<year>\d{4}|\d\d)"
_DATES: Final = (
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
    r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4}|\d\d)",
    r"(?P<first>\d{1,2})[-/](?P<second>\d{1,2})[-/](?P<year>\d{4})",
    rf"(?:[A-Za-z]{{3,9}}, )?{_DAY}(?:\. ?|[-/ ]){_MONTH}[-/ ]{_YEAR}",
    rf"{_MONTH} {_DAY}(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
)
_TIME: Final = (
    r"(?:(?:[T ]|, ?)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second_of_minute>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?(?: ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d))?)?"
)
_SPELLINGS: Final = [re.compile(date + _TIME) for date in _DATES]


class TimeError(ValueError):
    """A text that is no time, or more than one. The message says what to do."""


@dataclass(frozen=True, slots=True)
class TimeRules:
    """How to read what a time does not say: its zone, and whether 03/04 begins with the day."""

    zone: tzinfo | None = None
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class ReadTime:
    """A moment, and what had to be decided about it."""

    at: datetime
    notice: str | None = None


def read_time(text: str, rules: TimeRules) -> ReadTime:
    """Raises TimeError."""
    # Newer versions of ICU write a narrow no-break space before AM and PM.
    found = _parsed(" ".join(text.split()), rules)
    moment, notice = (found, None) if found.tzinfo else _in_zone(found, rules.zone)
    if not is_possible(moment):
        raise TimeError("before 1970 or later than tomorrow")
    return ReadTime(moment.astimezone(UTC), notice)


def _parsed(text: str, rules: TimeRules) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for spelling in _SPELLINGS:
        match = spelling.fullmatch(text)
        if match:
            parts = match.groupdict()
            month, day = _month_and_day(parts, text, rules)
            try:
                return datetime(_year(parts["year"]), month, day, *_clock(parts), tzinfo=_offset(parts["zone"]))
            except ValueError:
                break
    raise TimeError(f"not a time with a time zone, {EXAMPLES}; docs/import.md lists the other spellings")


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


def _month_and_day(parts: dict[str, str | None], text: str, rules: TimeRules) -> tuple[int, int]:
    first, second = parts.get("first"), parts.get("second")
    if first is None or second is None:
        return _month(parts["month"] or ""), int(parts["day"] or 0)
    day_first = rules.day_first
    if int(first) > 12:
        day_first = True
    elif int(second) > 12:
        day_first = False
    elif day_first is None and first.zfill(2) != second.zfill(2):
        raise TimeError(f"{text} is one of two days: say --day-first or --month-first")
    return (int(second), int(first)) if day_first else (int(first), int(second))


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    start = text[:3].lower()
    return _MONTHS.index(start) + 1 if start in _MONTHS else _GERMAN_MONTHS.get(start, 0)


def _clock(parts: dict[str, str | None]) -> tuple[int, int, int, int]:
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    if half := parts["half"]:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if half in "Pp" else 0)
    return hour, minute, int(parts["second_of_minute"] or 0), int((parts["fraction"] or "0").ljust(6, "0")[:6])


def _offset(zone: str | None) -> tzinfo | None:
    if zone is None:
        return None
    if zone[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return timezone(-offset if zone[0] == "-" else offset)


def _in_zone(local: datetime, zone: tzinfo | None) -> tuple[datetime, str | None]:
    """A time that exists twice is the first of the two. One that does not exist moves on by what the clock skipped."""
    if zone is None:
        raise TimeError(f"not a time with a time zone, {EXAMPLES}; --zone says where times without one were written")
    moment = local.replace(tzinfo=zone, fold=0)
    later = local.replace(tzinfo=zone, fold=1)
    if moment.utcoffset() == later.utcoffset():
        return moment, None
    taken = moment.astimezone(UTC).astimezone(zone)
    kind = "exists twice" if taken.replace(tzinfo=None) == local else "does not exist"
    return moment, f"{local:%Y-%m-%d %H:%M:%S} {kind} in {zone}; taken as {taken.isoformat(' ')}"
