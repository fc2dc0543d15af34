"""What became of a made-up ticket: how far it got by now, and one line of history for each step."""

import random
from datetime import datetime, timedelta
from typing import NamedTuple

DONE = (("in_progress", "resolved", "closed"), ("resolved", "closed"), ("in_progress", "closed"))
PRESENT: tuple[tuple[str, ...], ...] = ((), (), (), ("in_progress",), ("resolved",))


class Event(NamedTuple):
    """One row of tickets_ticketevent."""

    ticket_id: int
    at: datetime
    actor: str
    field: str
    old: str | None
    new: str | None


EVENT_COLUMNS = Event._fields


class Life(NamedTuple):
    """A ticket's labels and status now, and how it got there."""

    labels: tuple[str, str]
    status: str
    last: datetime
    events: list[Event]


def life(number: int, born: datetime, now: datetime, filed: tuple[str, str], dice: random.Random) -> Life:
    """Tickets older than a month are nearly all closed; those of the last days nearly all open."""
    events = [Event(number, born, "web", "created", None, None)]
    category, priority = filed
    at, status = born, "open"
    if dice.random() < 0.06:
        at += timedelta(minutes=dice.randrange(1, 240))
        higher = {"low": "medium", "medium": "high", "high": "critical", "critical": "high"}[priority]
        events.append(Event(number, min(at, now), "web", "priority", priority, higher))
        priority = higher
    settled = min((now - born) / timedelta(days=30), 1.0)
    for step in dice.choice(DONE if dice.random() < 0.98 * settled else PRESENT):
        at += timedelta(minutes=dice.randrange(5, 4000))
        events.append(Event(number, min(at, now), "web", "status", status, step))
        status = step
    return Life((category, priority), status, events[-1].at, events)
