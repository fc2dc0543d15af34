"""Notes on tickets: written once, read in their order.

A note is no change of the ticket: `version` and `updated_at` stay, so it makes nobody's edit stale and an ETag still
means the fields it was read with.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from tickets.models import Ticket, TicketNote
from tickets.retries import once

AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class NotePage:
    """Notes of one ticket, oldest first, and whether there are more behind them."""

    results: list[TicketNote]
    more: bool


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


def notes_of(*, ticket_id: int, after: int = 0) -> NotePage:
    """The notes whose number is greater than `after`, at most AT_ONCE. Raises Ticket.DoesNotExist."""
    rows = list(TicketNote.objects.filter(ticket_id=ticket_id, pk__gt=after).order_by("pk")[: AT_ONCE + 1])
    if not rows and not Ticket.objects.filter(pk=ticket_id).exists():
        raise Ticket.DoesNotExist
    return NotePage(rows[:AT_ONCE], more=len(rows) > AT_ONCE)
