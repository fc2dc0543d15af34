"""One change for many tickets at once: each is changed, or says why not, and none stops the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import transaction

from tickets.models import Ticket
from tickets.services import TicketStaleError, ticket_update

Outcome = Literal["changed", "unchanged", "stale", "missing"]


@dataclass(frozen=True, slots=True)
class Change:
    """What to write to one ticket; `version` is the one it was seen with, where that matters."""

    id: int
    values: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one change, and the ticket as it is now."""

    id: int
    outcome: Outcome
    ticket: Ticket | None


def tickets_update(changes: Sequence[Change], *, actor: str = "web") -> list[Result]:
    """Write every change that can be, with its line of history, in one transaction; answers in the order given."""
    with transaction.atomic():
        # All rows first and in one order: two of these at once wait for each other and never deadlock.
        wanted = [change.id for change in changes]
        locked = Ticket.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        versions = dict(locked.values_list("pk", "version"))
        return [_apply(change, versions.get(change.id), actor) for change in changes]


def _apply(change: Change, version: int | None, actor: str) -> Result:
    if version is None:
        return Result(change.id, "missing", None)
    expected = change.version
    try:
        ticket = ticket_update(
            ticket_id=change.id,
            changes=change.values,
            actor=actor,
            expected=None if expected is None else lambda present: present == expected,
        )
    except TicketStaleError as error:
        return Result(change.id, "stale", error.ticket)
    return Result(change.id, "unchanged" if ticket.version == version else "changed", ticket)
