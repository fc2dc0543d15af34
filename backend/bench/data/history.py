"""The history of a synthetic ticket: its status by now, and an event for each step."""

import random
from datetime import datetime, timedelta
from typing import NamedTuple

CLOSED_PATHS = (("in_progress", "resolved", "closed"), ("resolved", "closed"), ("in_progress", "closed"))
OPEN_PATHS: tuple[tuple[str, ...], ...] = ((), (), (), ("in_progress",), ("resolved",))


class Event(NamedTuple):
    """One row of tickets_ticketevent."""

    ticket_id: int
    at: datetime
    actor: str
    field: str
    old: str | None
    new: str | None


EVENT_COLUMNS = Event._fields


class History(NamedTuple):
    """A ticket's present labels and status, and the events that led there."""

    labels: tuple[str, str]
    status: str
    last: datetime
    events: list[Event]


def make_history(
    number: int, created_at: datetime, now: datetime, labels: tuple[str, str], rng: random.Random
) -> History:
    """Nearly all tickets older than a month are closed, and nearly all of the last days open."""
    events = [Event(number, created_at, "web", "created", None, None)]
    category, priority = labels
    at, status = created_at, "open"
    if rng.random() < 0.06:
        at += timedelta(minutes=rng.randrange(1, 240))
        higher = {"low": "medium", "medium": "high", "high": "critical", "critical": "high"}[priority]
        events.append(Event(number, min(at, now), "web", "priority", priority, higher))
        priority = higher
    closed_share = min((now - created_at) / timedelta(days=30), 1.0)
    for step in rng.choice(CLOSED_PATHS if rng.random() < 0.98 * closed_share else OPEN_PATHS):
        at += timedelta(minutes=rng.randrange(5, 4000))
        events.append(Event(number, min(at, now), "web", "status", status, step))
        status = step
    return History((category, priority), status, events[-1].at, events)
