"""A fast replacement for TicketSerializer in the list."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from tickets.models import Ticket
from tickets.queue.selectors.columns import TicketRow


def ticket_json(ticket: TicketRow | Ticket) -> dict[str, Any]:
    """The output of TicketSerializer (a test compares them), with `description_cut` if only an excerpt was read."""
    body: dict[str, Any] = {
        "id": ticket.id,
        "title": ticket.title,
        "description": ticket.description,
        "requester": ticket.requester,
        "category": ticket.category,
        "priority": ticket.priority,
        "status": ticket.status,
        "created_at": _moment(ticket.created_at),
        "updated_at": _moment(ticket.updated_at),
        "version": ticket.version,
        "suggested": _suggested(ticket) if ticket.suggested_by else None,
    }
    if isinstance(ticket, TicketRow) and ticket.description_cut is not None:
        body["description_cut"] = ticket.description_cut
    return body


def _suggested(ticket: TicketRow | Ticket) -> dict[str, Any]:
    return {
        "category": ticket.suggested_category,
        "priority": ticket.suggested_priority,
        "source": ticket.suggested_by,
        "model": ticket.suggested_model,
        "confidence": ticket.suggested_confidence,
        "prompt": ticket.suggested_prompt,
        "elapsed_ms": ticket.suggested_ms,
        "text_changed": ticket.suggested_text_changed,
    }


def _moment(moment: datetime) -> str:
    # In the current time zone, like DRF.
    text = timezone.localtime(moment).isoformat() if settings.TIME_ZONE != "UTC" else moment.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text
