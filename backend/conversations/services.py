"""Writes of notes.

A note does not change the ticket: `version` and `updated_at` stay the same, so it causes no edit conflict.
"""

from typing import Any

from django.db import transaction

from api.idempotency import create_once, delete_keys
from conversations.models import Note
from tickets.models import Ticket


def note_add(*, ticket_id: int, text: str, author: str | None = None) -> Note:
    """Write a note on a ticket. Raises Ticket.DoesNotExist."""
    with transaction.atomic():
        # The lock delays `ticket_erase`, which then erases this note too.
        ticket = Ticket.objects.select_for_update(no_key=True).only("pk").get(pk=ticket_id)
        note = Note.objects.create(ticket=ticket, text=text, author=author)
        note.refresh_from_db()  # the database sets the time
    return note


def note_add_once(*, key: str, ticket_id: int, text: str, author: str | None = None) -> Note:
    """Create a note once per Idempotency-Key; a retry returns it. Raises Ticket.DoesNotExist and KeyReusedError."""
    values: dict[str, Any] = {"ticket_id": ticket_id, "text": text, "author": author}
    return create_once(key, values, Note, lambda: note_add(**values))


def notes_erase(ticket_id: int) -> None:
    """Delete a ticket's notes and their Idempotency-Keys, in the transaction that erases the ticket."""
    notes = Note.objects.filter(ticket_id=ticket_id)
    delete_keys(Note, list(notes.values_list("pk", flat=True)))
    notes.delete()
