"""Writing tickets that already have a past, from another desk or from the demonstration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tickets.choices import Status
from tickets.models import Ticket, TicketEvent


@dataclass(frozen=True, slots=True)
class Step:
    """One change in an imported ticket's past."""

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
    steps: Iterable[Step] = (),
) -> Ticket:
    """Store a ticket that already has a past: when it came, what was suggested, and each change since, oldest first.

    `suggested` holds category, priority, source and optionally model and confidence. The labels given are those the
    ticket was filed with; `steps` lead to what it is now.
    """
    ticket = Ticket(title=title, description=description, requester=requester, category=category, priority=priority)
    ticket.created_at = ticket.updated_at = created_at
    ticket.status = Status.OPEN
    ticket.version = 1
    if suggested:
        ticket.suggested_category, ticket.suggested_priority = suggested["category"], suggested["priority"]
        ticket.suggested_by, ticket.suggested_model = suggested["source"], suggested.get("model")
        ticket.suggested_confidence = suggested.get("confidence")
    history = [TicketEvent(at=created_at, actor="import", field="created")]
    for step in steps:
        old = getattr(ticket, step.field)
        history.append(TicketEvent(at=step.at, actor=step.actor, field=step.field, old=old, new=step.value))
        setattr(ticket, step.field, step.value)
        ticket.updated_at = step.at
        ticket.version += 1
    with transaction.atomic():
        ticket.save(force_insert=True)
        for event in history:
            event.ticket = ticket
        TicketEvent.objects.bulk_create(history)
    ticket.refresh_from_db()
    return ticket
