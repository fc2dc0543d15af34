"""Bulk updates. Each ticket succeeds or fails on its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import transaction

from tickets.models import Ticket
from tickets.services import TicketStaleError, ticket_update

ChangeOutcome = Literal["changed", "unchanged", "stale", "missing"]


@dataclass(frozen=True, slots=True)
class TicketChange:
    """The update of one ticket. With `version`, the ticket must still have that version."""

    id: int
    values: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """The outcome of one update, and the current state of the ticket, without its description."""

    id: int
    outcome: ChangeOutcome
    ticket: Ticket | None


def tickets_update(changes: Sequence[TicketChange], *, actor: str = "web") -> list[ChangeResult]:
    """Apply updates in one transaction. Returns their results in the same order."""
    with transaction.atomic():
        # Lock all rows first, ordered by id, so that concurrent bulk updates cannot deadlock.
        ids = [change.id for change in changes]
        locked = Ticket.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        versions = dict(locked.values_list("pk", "version"))
        return [_apply(change, versions.get(change.id), actor) for change in changes]


def _apply(change: TicketChange, version: int | None, actor: str) -> ChangeResult:
    if version is None:
        return ChangeResult(change.id, "missing", None)
    expected = change.version
    try:
        ticket = ticket_update(
            ticket_id=change.id,
            changes=change.values,
            actor=actor,
            # A hundred whole texts would be 20 MB.
            defer=("description",),
            expected=None if expected is None else lambda current: current == expected,
        )
    except TicketStaleError as error:
        return ChangeResult(change.id, "stale", error.ticket)
    return ChangeResult(change.id, "unchanged" if ticket.version == version else "changed", ticket)
