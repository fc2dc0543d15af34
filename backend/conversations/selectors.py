"""Reads of notes."""

from dataclasses import dataclass
from typing import Final

from conversations.models import Note
from tickets.models import Ticket

AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class NotePage:
    """Notes of one ticket, oldest first, and whether there are more behind them."""

    results: list[Note]
    more: bool


def notes_of(*, ticket_id: int, after: int = 0) -> NotePage:
    """The notes whose number is greater than `after`, at most AT_ONCE. Raises Ticket.DoesNotExist."""
    rows = list(Note.objects.filter(ticket_id=ticket_id, pk__gt=after).order_by("pk")[: AT_ONCE + 1])
    if not rows and not Ticket.objects.filter(pk=ticket_id).exists():
        raise Ticket.DoesNotExist
    return NotePage(rows[:AT_ONCE], more=len(rows) > AT_ONCE)
