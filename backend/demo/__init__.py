"""The demonstration: three hundred tickets and their history, in the sixty days before a given time.

The files tickets_*.jsonl hold one ticket a line, oldest first. `category`, `priority` and `status` are what the ticket
is now; `history` lists its changes, starting as open; times are relative (see demo.relative_time).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from demo.relative_time import parse_later, parse_past

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a label or of the status."""

    at: datetime
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class DemoTicket:
    """A ticket of the demonstration; `changes` are oldest first."""

    title: str
    description: str
    requester: str | None
    category: str
    priority: str
    status: str
    suggested: Mapping[str, Any] | None
    created_at: datetime
    changes: tuple[Change, ...]

    def filed(self, field: str) -> str:
        """The value of a field when the ticket was filed: `ticket.filed("priority")`."""
        present: str = getattr(self, field)
        return next((change.old for change in self.changes if change.field == field), present)


def tickets(now: datetime, folder: Path = FOLDER) -> list[DemoTicket]:
    """Every ticket as of `now`, oldest first. `now` must be aware; its time zone decides what a working day is.

    Raises ValueError naming file and line for an invalid row, and where there are no files.
    """
    found = []
    for file in sorted(folder.glob("tickets_*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                found.append(_read(json.loads(line), now))
            except (KeyError, TypeError, ValueError) as problem:
                raise ValueError(f"{file.name}, line {number}: {problem!r}") from problem
    if not found:
        raise ValueError(f"no tickets_*.jsonl in {folder}")
    # Sorted, because where weekends fall depends on the day of loading: the order of the files is only nearly right.
    return sorted(found, key=lambda ticket: ticket.created_at)


def _read(row: dict[str, Any], now: datetime) -> DemoTicket:
    created_at = parse_past(row.pop("when"), now)
    changes = tuple(Change(at=parse_later(step.pop("after"), created_at), **step) for step in row.pop("history"))
    return DemoTicket(**row, created_at=created_at, changes=changes)
