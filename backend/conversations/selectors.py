"""Reads of notes."""

from dataclasses import dataclass
from typing import Final

from conversations.models import Note
from tickets.models import Ticket

PAGE_SIZE: Final = 200


@dataclass(frozen=True, slots=True)
class NotePage:
    """A page of a ticket's notes, oldest first, and whether another page follows."""

    results: list[Note]
    more: bool


def note_page(*, ticket_id: int, after: int = 0) -> NotePage:
    """At most PAGE_SIZE notes with an id greater than `after`. Raises Ticket.DoesNotExist."""
    rows = list(Note.objects.filter(ticket_id=ticket_id, pk__gt=after).order_by("pk")[: PAGE_SIZE + 1])
    if not rows and not Ticket.objects.filter(pk=ticket_id).exists():
        raise Ticket.DoesNotExist
    return NotePage(rows[:PAGE_SIZE], more=len(rows) > PAGE_SIZE)
