"""Reads of one ticket and of its history, bounded in rows and in bytes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, TextField, When
from django.db.models.functions import Left

from tickets.choices import TEXT_FIELDS
from tickets.models import Ticket, TicketEvent, Tombstone, tombstone

EVENTS_PAGE_SIZE: Final = 50
# In code points: longer than a title or a requester, so only descriptions are cut.
EVENT_EXCERPT: Final = 300
EVENT_COLUMNS: Final = (
    "id",
    "at",
    "actor",
    "field",
    "redacted_at",
    "redacted_by",
    "new_redacted_at",
    "new_redacted_by",
)


@dataclass(frozen=True, slots=True)
class EventExcerpt:
    """One history entry whose texts are cut to EVENT_EXCERPT; `old_cut` and `new_cut` say which was longer."""

    id: int
    at: datetime
    actor: str
    field: str
    old: str | None
    new: str | None
    old_cut: bool
    new_cut: bool
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


def with_new_value(events: QuerySet[TicketEvent]) -> QuerySet[Any]:
    """The entries with `new_value`, which for a text stands in the next change of its field or in the ticket.

    With the text goes its tombstone: `new_redacted_at` and `new_redacted_by`.
    """
    later = TicketEvent.objects.filter(ticket=OuterRef("ticket"), field=OuterRef("field"), pk__gt=OuterRef("pk"))
    # The condition of the index, which the planner cannot see in OuterRef.
    later = later.filter(field__in=TEXT_FIELDS).order_by("pk")
    present = (When(field=field, then=F(f"ticket__{field}")) for field in TEXT_FIELDS)
    return events.annotate(
        new_value=Case(
            When(Exists(later), field__in=TEXT_FIELDS, then=Subquery(later.values("old")[:1])),
            *present,
            default=F("new"),
            output_field=TextField(),
        ),
        new_redacted_at=Subquery(later.values("redacted_at")[:1]),
        new_redacted_by=Subquery(later.values("redacted_by")[:1]),
    )


def event_page(*, ticket_id: int, before: int | None = None) -> EventPage:
    """The last EVENTS_PAGE_SIZE entries, or the last ones with an id lower than `before`.

    Raises Ticket.DoesNotExist if there is nothing and no such ticket.
    """
    events = TicketEvent.objects.filter(ticket_id=ticket_id)
    if before is not None:
        events = events.filter(pk__lt=before)
    # One character more shows whether the text is longer. The database cuts, so no long text is read.
    columns = (
        with_new_value(events)
        .annotate(old_start=Left("old", EVENT_EXCERPT + 1), new_start=Left("new_value", EVENT_EXCERPT + 1))
        .values(*EVENT_COLUMNS, "old_start", "new_start")
    )
    rows = list(columns.order_by("-id")[: EVENTS_PAGE_SIZE + 1])
    if not rows and not Ticket.objects.filter(pk=ticket_id).exists():
        raise Ticket.DoesNotExist
    return EventPage([_excerpt(row) for row in reversed(rows[:EVENTS_PAGE_SIZE])], more=len(rows) > EVENTS_PAGE_SIZE)


def _excerpt(row: dict[str, Any]) -> EventExcerpt:
    old, new = row["old_start"], row["new_start"]
    return EventExcerpt(
        row["id"],
        row["at"],
        row["actor"],
        row["field"],
        old and old[:EVENT_EXCERPT],
        new and new[:EVENT_EXCERPT],
        old_cut=_is_cut(old),
        new_cut=_is_cut(new),
        old_redacted=tombstone(row["redacted_at"], row["redacted_by"]),
        new_redacted=tombstone(row["new_redacted_at"], row["new_redacted_by"]),
    )


def _is_cut(text: str | None) -> bool:
    return text is not None and len(text) > EVENT_EXCERPT


def event_get(*, ticket_id: int, event_id: int) -> TicketEvent:
    """One entry with its whole texts. Raises TicketEvent.DoesNotExist."""
    row: Any = with_new_value(TicketEvent.objects.all()).get(ticket_id=ticket_id, pk=event_id)
    row.new_redacted = tombstone(row.new_redacted_at, row.new_redacted_by)
    event: TicketEvent = row
    return event
