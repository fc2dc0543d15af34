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
        if _offset(zone, after) != offsets[-1]:
            changes.append(_first_second(zone, before, after))
            offsets.append(_offset(zone, after))
    return ZoneOffsets(changes, offsets)


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
