"""Writes of notes.

A note does not change the ticket: `version` and `updated_at` stay the same, so it causes no edit conflict.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from api.idempotency import create_once, delete_keys, forget_digests
from conversations.models import Note
from tickets.models import Ticket
from tickets.redaction.selectors import StoredValue


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
    return create_once(key, values, Note, lambda: partial(note_add, **values))


def notes_erase(ticket_id: int) -> None:
    """Delete a ticket's notes and their Idempotency-Keys, in the transaction that erases the ticket."""
    notes = Note.objects.filter(ticket_id=ticket_id)
    delete_keys(Note, list(notes.values_list("pk", flat=True)))
    notes.delete()


def note_text(value: StoredValue) -> str:
    """The whole text of a note."""
    return Note.objects.get(pk=value.entry).text


def note_redact(value: StoredValue, actor: str) -> None:
    """Leave a tombstone in the place of a note's text, in the transaction of the redaction."""
    Note.objects.filter(pk=value.entry).update(text="", redacted_at=Now(), redacted_by=actor)
    forget_digests(Note, [value.entry])
