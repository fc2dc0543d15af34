"""Writes of notes.

A note is no change of the ticket: `version` and `updated_at` stay, so it makes nobody's edit stale and an ETag still
means the fields it was read with.
"""

from typing import Any

from django.db import transaction

from api.idempotency import once
from tickets.models import Ticket, TicketNote


def note_add(*, ticket_id: int, text: str, author: str | None = None) -> TicketNote:
    """Write a note on a ticket. Raises Ticket.DoesNotExist."""
    with transaction.atomic():
        # Keeps Erase away until the note is there to be erased with the rest.
        ticket = Ticket.objects.select_for_update(no_key=True).only("pk").get(pk=ticket_id)
        note = TicketNote.objects.create(ticket=ticket, text=text, author=author)
        note.refresh_from_db()  # the database chose the time
    return note


def note_add_once(*, key: str, ticket_id: int, text: str, author: str | None = None) -> TicketNote:
    """The note that this key made in the last 24 hours, or a new one. Raises Ticket.DoesNotExist and KeyReused."""
    values: dict[str, Any] = {"ticket_id": ticket_id, "text": text, "author": author}
    return once(key, values, TicketNote, lambda: note_add(**values))
