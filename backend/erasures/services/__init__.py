"""Writes the record of erasures and the list of erased tickets, which a restore applies."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from erasures.models import Desk, Erasure
from erasures.services.erased_list import Contents, ErasedList, Line, Value


def desk_id() -> uuid.UUID:
    """The id of this desk. The migration made it; it is made anew where all tables were emptied."""
    return Desk.objects.get_or_create(id=1)[0].uuid


def erased_list() -> ErasedList:
    """The list of this machine."""
    return ErasedList(settings.STATE_DIR / "erased_tickets")


def erasure_record(*, number: int, created_at: datetime, actor: str) -> None:
    """Record the erasure of a ticket, as the last step of its transaction.

    The line is on the disk before the commit. If the process is killed between the two, the next start erases the
    same. Raises OSError, so that the transaction is rolled back, if the line cannot be written.
    """
    _record([Line(desk_id(), number, created_at)], actor)


def redaction_record(*, number: int, created_at: datetime, actor: str, values: Sequence[Value]) -> None:
    """Record the redaction of these values of a ticket, as erasure_record does."""
    desk = desk_id()
    _record([Line(desk, number, created_at, value) for value in values], actor)


def _record(lines: Sequence[Line], actor: str) -> None:
    Erasure.objects.bulk_create(_row(line, actor) for line in lines)
    # What the list itself asked for is on it.
    if actor != "list":
        erased_list().append(lines)


def _row(line: Line, actor: str) -> Erasure:
    row = Erasure(number=line.number, created_at=line.created_at, actor=actor)
    if line.value:
        row.field, row.entry, row.entry_at = line.value.field, line.value.entry, line.value.at
    return row


def erased_list_merge(lines: Sequence[Line] = ()) -> Contents:
    """Unite the list with the erasures that the database knows, and with these lines. Returns what it then holds."""
    desk = desk_id()
    rows = Erasure.objects.order_by("id").values_list("number", "created_at", "field", "entry", "entry_at")
    recorded = [
        # A constraint: with a field, both others.
        Line(desk, number, created_at, Value(field, entry or 0, at or created_at) if field else None)
        for number, created_at, field, entry, at in rows
    ]
    stored = erased_list()
    return stored.unite([*recorded, *lines]) if recorded or lines else stored.read()
