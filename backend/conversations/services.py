"""Writes of notes.

A note is no change of the ticket: `version` and `updated_at` stay, so it makes nobody's edit stale and an ETag still
means the fields it was read with.
"""

from typing import Any

from django.db import transaction

from api.idempotency import forget, once
from conversations.models import Note
from tickets.models import Ticket


def note_add(*, ticket_id: int, text: str, author: str | None = None) -> Note:
    """Write a note on a ticket. Raises Ticket.DoesNotExist."""
    with transaction.atomic():
        # Keeps Erase away until the note is there to be erased with the rest.
        ticket = Ticket.objects.select_for_update(no_key=True).only("pk").get(pk=ticket_id)
        note = Note.objects.create(ticket=ticket, text=text, author=author)
        note.refresh_from_db()  # the database chose the time
    return note


def note_add_once(*, key: str, ticket_id: int, text: str, author: str | None = None) -> Note:
    """The note that this key made in the last 24 hours, or a new one. Raises Ticket.DoesNotExist and KeyReusedError."""
    values: dict[str, Any] = {"ticket_id": ticket_id, "text": text, "author": author}
    return once(key, values, Note, lambda: note_add(**values))


def notes_erase(ticket_id: int) -> None:
    """Remove a ticket's notes and the keys they were sent under, inside the transaction that erases the ticket."""
    notes = Note.objects.filter(ticket_id=ticket_id)
    forget(Note, list(notes.values_list("pk", flat=True)))
    notes.delete()
