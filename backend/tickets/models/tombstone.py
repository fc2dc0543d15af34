"""What stays of a value that was redacted."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tombstone:
    """When a value was redacted, and by whom."""

    at: datetime
    by: str


def tombstone(at: datetime | None, by: str | None) -> Tombstone | None:
    """None for a value that was not redacted."""
    return Tombstone(at, by) if at and by else None
