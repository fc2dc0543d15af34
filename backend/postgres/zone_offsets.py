"""The offsets of a time zone as two arrays, by which the database counts days as Python does.

PostgreSQL has rules of its own for each zone, of another age than Python's: it may run in another image, or on another
machine.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

# Shorter than any offset has lasted since 1970: Recife's summer time of 2000 was left after a week.
_STEP: Final = 5 * 24 * 60 * 60
_DAY: Final = 24 * 60 * 60
_END: Final = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class ZoneOffsets:
    """All in seconds: the moments since 1970 at which the offset changes, and the offsets before, between and after."""

    changes: list[int]
    offsets: list[int]


@cache
def zone_offsets(name: str) -> ZoneOffsets:
    """The offsets from 1970 to 2100."""
    zone = ZoneInfo(name)
    changes, offsets = [], [_offset(zone, 0)]
    for before in range(0, _END, _STEP):
        after = before + _STEP
        new = _offset(zone, after)
        if new != offsets[-1]:
            changes.append(_without_return(_first_second(zone, before, after), offsets[-1], new))
            offsets.append(new)
    return ZoneOffsets(changes, offsets)


def _without_return(at: int, old: int, new: int) -> int:
    """The change at `at`, moved to midnight if clocks went back over it: a day has no minute before the day before.

    Clocks in Newfoundland went from 00:01 to 23:01 until 2011.
    """
    last = at - 1 + old
    return last // _DAY * _DAY - old if (at + new) // _DAY < last // _DAY else at


def _first_second(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second of the new offset, by bisection."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, at: int) -> int:
    return int(datetime.fromtimestamp(at, zone).replace(tzinfo=UTC).timestamp()) - at
