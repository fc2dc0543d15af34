"""Which names of time zones are accepted."""

from functools import cache
from typing import Final
from zoneinfo import available_timezones

# Copies of the whole database: one without leap seconds, one with.
_COPIES: Final = ("posix/", "right/")


@cache
def zone_names() -> frozenset[str]:
    """UTC, and each zone of an area and a place. Others, such as CET or EST, are read differently by every program."""
    return frozenset({"UTC", *(name for name in available_timezones() if "/" in name and not name.startswith(_COPIES))})
