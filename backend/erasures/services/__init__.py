"""Writes the record of erasures and the list of erased tickets, which a restore applies."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from erasures.models import Desk, Erasure
from erasures.services.erased_list import Contents, ErasedList, Line


def desk_id() -> uuid.UUID:
    """The id of this desk. The migration made it; it is made anew where all tables were emptied."""
    return Desk.objects.get_or_create(id=1)[0].uuid


def erased_list() -> ErasedList:
    """The list of this machine."""
    return ErasedList(settings.STATE_DIR / "erased_tickets")


def erasure_record(*, number: int, created_at: datetime, actor: str) -> None:
    """Record an erasure, as the last step of its transaction.

    The line is on the disk before the commit. If the process is killed between the two, the next start erases the
    ticket. Raises OSError, so that the transaction is rolled back, if the line cannot be written.
    """
    Erasure.objects.create(number=number, created_at=created_at, actor=actor)
    # What the list itself asked for is on it.
    if actor != "list":
        erased_list().append(Line(desk_id(), number, created_at))


def erased_list_merge(lines: Sequence[Line] = ()) -> Contents:
    """Unite the list with the erasures that the database knows, and with these lines. Returns what it then holds."""
    desk = desk_id()
    rows = Erasure.objects.order_by("id").values_list("number", "created_at")
    recorded = [Line(desk, number, created_at) for number, created_at in rows]
    stored = erased_list()
    return stored.unite([*recorded, *lines]) if recorded or lines else stored.read()
