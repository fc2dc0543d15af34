"""Reads of one ticket and of its history, bounded in rows and in bytes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Left

from tickets.models import Ticket, TicketEvent, Tombstone, tombstone

EVENTS_PAGE_SIZE: Final = 50
# In code points: longer than a title or a requester, so only descriptions are cut.
EVENT_EXCERPT: Final = 300


@dataclass(frozen=True, slots=True)
class EventExcerpt:
    """One history entry whose texts are cut to EVENT_EXCERPT; `cut` says whether one of them was longer."""

    id: int
    at: datetime
    actor: str
    field: str
    old: str | None
    new: str | None
    cut: bool
    old_redacted: Tombstone | None
    new_redacted: Tombstone | None


@dataclass(frozen=True, slots=True)
class EventPage:
    """A page of a ticket's history, oldest first, and whether there are earlier entries."""

    results: list[EventExcerpt]
    more: bool


def ticket_get(ticket_id: int) -> Ticket:
    """Raises Ticket.DoesNotExist."""
    return Ticket.objects.get(pk=ticket_id)


def event_page(*, ticket_id: int, before: int | None = None) -> EventPage:
    """The last EVENTS_PAGE_SIZE entries, or the last ones with an id lower than `before`.

    Raises Ticket.DoesNotExist if there is nothing and no such ticket.
    """
    events = _with_tombstones(TicketEvent.objects.filter(ticket_id=ticket_id))
    if before is not None:
        events = events.filter(pk__lt=before)
    # One character more shows whether the text is longer. The database cuts, so no long text is read.
    columns = events.annotate(
        old_start=Left("old", EVENT_EXCERPT + 1), new_start=Left("new", EVENT_EXCERPT + 1)
    ).order_by("-id")
    rows = list(columns.defer("old", "new")[: EVENTS_PAGE_SIZE + 1])
    if not rows and not Ticket.objects.filter(pk=ticket_id).exists():
        raise Ticket.DoesNotExist
    return EventPage([_excerpt(row) for row in reversed(rows[:EVENTS_PAGE_SIZE])], more=len(rows) > EVENTS_PAGE_SIZE)


def _excerpt(event: Any) -> EventExcerpt:
    old, new = event.old_start, event.new_start
    return EventExcerpt(
        event.pk,
        event.at,
        event.actor,
        event.field,
        old and old[:EVENT_EXCERPT],
        new and new[:EVENT_EXCERPT],
        cut=any(text is not None and len(text) > EVENT_EXCERPT for text in (old, new)),
        old_redacted=event.old_redacted,
        new_redacted=tombstone(event.new_redacted_at, event.new_redacted_by),
    )


def event_get(*, ticket_id: int, event_id: int) -> TicketEvent:
    """One entry with its whole texts. Raises TicketEvent.DoesNotExist."""
    event: Any = _with_tombstones(TicketEvent.objects.filter(ticket_id=ticket_id)).get(pk=event_id)
    event.new_redacted = tombstone(event.new_redacted_at, event.new_redacted_by)
    return event  # type: ignore[no-any-return]


def _with_tombstones(events: QuerySet[TicketEvent]) -> QuerySet[Any]:
    """The tombstone of a new value is that of the same value as the former one of the next entry of its field."""
    same = TicketEvent.objects.filter(ticket_id=OuterRef("ticket_id"), field=OuterRef("field"))
    following = same.filter(pk__gt=OuterRef("pk")).order_by("pk")
    found: QuerySet[Any] = events.annotate(
        new_redacted_at=Subquery(following.values("redacted_at")[:1]),
        new_redacted_by=Subquery(following.values("redacted_by")[:1]),
    )
    return found
