"""Reads of notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Func, IntegerField
from django.db.models.functions import Left

from conversations.models import Note
from tickets.models import Ticket
from tickets.redaction.selectors import START, Sought, StoredValue, found_column

PAGE_SIZE: Final = 200
PAGE_BYTES_MAX: Final = 1_000_000  # of the texts of a page, in UTF-8


@dataclass(frozen=True, slots=True)
class NotePage:
    """A page of a ticket's notes, oldest first, and whether another page follows."""

    results: list[Note]
    more: bool


def note_page(*, ticket_id: int, after: int = 0) -> NotePage:
    """At most PAGE_SIZE notes, and PAGE_BYTES_MAX bytes, with an id greater than `after`.

    Raises Ticket.DoesNotExist.
    """
    notes = Note.objects.filter(ticket_id=ticket_id, pk__gt=after).order_by("pk")
    # The sizes first: PostgreSQL knows them without reading the texts.
    sizes = list(notes.values_list("pk", OctetLength("text"))[: PAGE_SIZE + 1])
    if not sizes and not Ticket.objects.filter(pk=ticket_id).exists():
        raise Ticket.DoesNotExist
    shown: list[int] = []
    total = 0
    for pk, size in sizes[:PAGE_SIZE]:
        total += size
        if shown and total > PAGE_BYTES_MAX:
            break
        shown.append(pk)
    return NotePage(list(notes.filter(pk__in=shown)), more=len(shown) < len(sizes))


class OctetLength(Func):
    """The length of a text in bytes."""

    function = "octet_length"
    output_field = IntegerField()


def note_values(ticket_ids: Sequence[int], sought: Sought | None) -> list[StoredValue]:
    """The texts of the notes of these tickets, for their redaction."""
    notes = Note.objects.filter(ticket_id__in=ticket_ids).order_by("pk")
    rows = notes.annotate(start=Left("text", START), found=found_column(sought, "text"))
    return [
        StoredValue(
            note.ticket_id,
            "note",
            note.pk,
            note.at,
            note.author,
            note.start,
            present=False,
            redacted=note.redacted_at is not None,
            found=bool(note.found),
        )
        for note in rows.defer("text")
    ]
