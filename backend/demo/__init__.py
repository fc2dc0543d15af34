"""The demonstration: three hundred written tickets and their history, placed in the sixty days before a given moment.

The files tickets_*.jsonl hold one ticket a line, oldest first. `category`, `priority` and `status` are what the ticket
is now; `history` tells how it got there, starting as open; times are words (see demo.relative_time).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from demo.relative_time import earlier, later

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
        """What a field was before its first change: `ticket.filed("priority")`."""
        present: str = getattr(self, field)
        return next((change.old for change in self.changes if change.field == field), present)


def tickets(now: datetime, folder: Path = FOLDER) -> list[DemoTicket]:
    """Every ticket as of `now`, oldest first; `now` must be aware, and its zone decides what a working day is.

    Raises ValueError naming file and line for a row that cannot be read, and when there is none.
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
    # Which working days a weekend lies between depends on the day of loading: the files' order is only nearly right.
    return sorted(found, key=lambda ticket: ticket.created_at)


def _read(row: dict[str, Any], now: datetime) -> DemoTicket:
    created_at = earlier(row.pop("when"), now)
    changes = tuple(Change(at=later(step.pop("after"), created_at), **step) for step in row.pop("history"))
    return DemoTicket(**row, created_at=created_at, changes=changes)
