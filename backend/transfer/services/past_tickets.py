"""Stores tickets together with their history, from another desk or from the demonstration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tickets.choices import Status
from tickets.models import Ticket, TicketEvent
from tickets.models.event import stored_new


@dataclass(frozen=True, slots=True)
class HistoryChange:
    """One past change of an imported ticket."""

    at: datetime
    field: str
    value: str
    actor: str = "web"


def ticket_import(
    *,
    title: str,
    description: str,
    category: str,
    priority: str,
    created_at: datetime,
    requester: str | None = None,
    suggested: Mapping[str, Any] | None = None,
    changes: Iterable[HistoryChange] = (),
) -> Ticket:
    """Store a ticket with its creation time, its suggestion and its history.

    `category` and `priority` are the labels it was submitted with. `changes` are its later changes, oldest first.
    `suggested` holds category, priority, source and optionally model and confidence.
    """
    ticket = Ticket(title=title, description=description, requester=requester, category=category, priority=priority)
    ticket.created_at = ticket.updated_at = created_at
    ticket.status = Status.OPEN
    ticket.version = 1
    if suggested:
        ticket.suggested_category, ticket.suggested_priority = suggested["category"], suggested["priority"]
        ticket.suggested_by, ticket.suggested_model = suggested["source"], suggested.get("model")
        ticket.suggested_confidence = suggested.get("confidence")
    events = [TicketEvent(at=created_at, actor="import", field="created")]
    for change in changes:
        old, new = getattr(ticket, change.field), stored_new(change.field, change.value)
        events.append(TicketEvent(at=change.at, actor=change.actor, field=change.field, old=old, new=new))
        setattr(ticket, change.field, change.value)
        ticket.updated_at = change.at
        ticket.version += 1
    with transaction.atomic():
        ticket.save(force_insert=True)
        for event in events:
            event.ticket = ticket
        TicketEvent.objects.bulk_create(events)
    ticket.refresh_from_db()
    return ticket
