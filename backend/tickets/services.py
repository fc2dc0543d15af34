"""Every write to tickets and their history, each in one transaction; and questions to the triage chain."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from tickets.models import CloudCall, Status, Ticket, TicketEvent
from tickets.suggestions import Remembered, read_token, remember, token_for
from tickets.triage import triage
from triage import Question, SourceStatus, Suggestion

EDITABLE = ("title", "description", "requester", "category", "priority", "status")


class TicketStale(Exception):
    """Somebody else changed the ticket first; nothing was written. `ticket` is as it stands now."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__("The ticket has changed since you opened it.")
        self.ticket = ticket


@dataclass(frozen=True, slots=True)
class Classified:
    """A suggestion and the token that lets a submission refer to it."""

    suggestion: Suggestion
    token: str


def ticket_classify(*, description: str, title: str = "", local_only: bool = False) -> Classified:
    """Ask the chain for a suggestion. Whoever gets a turn at a model lets the database's connection go (leases.py)."""
    reference = str(uuid.uuid4())
    question = Question(description=description, title=title, reference=reference)
    suggestion = triage().classify(question, local_only=local_only)
    return Classified(suggestion, token_for(suggestion, title=title, description=description, reference=reference))


@dataclass(frozen=True, slots=True)
class TriageStatus:
    """Every source, and whether text could ever leave for the cloud."""

    sources: tuple[SourceStatus, ...]

    @property
    def cloud_configured(self) -> bool:
        return any(one.source == "openai" and one.state != "off" for one in self.sources)


def triage_status() -> TriageStatus:
    """What each source can do at the moment."""
    return TriageStatus(triage().status())


def ticket_create(
    *,
    title: str,
    description: str,
    requester: str | None = None,
    category: str | None = None,
    priority: str | None = None,
    status: str | None = None,
    suggestion: object = None,
    actor: str = "web",
) -> Ticket:
    """Store a ticket. Each label is the one given, else the token's, else the keyword tier's, at once.

    A token that is missing, stale or forged never stops a submission, and no model is asked.
    """
    ticket = Ticket(title=title, description=description, requester=requester, status=status or Status.OPEN)
    shown = read_token(suggestion)
    if shown:
        _fill(ticket, shown, category=category, priority=priority)
        ticket.suggested_category, ticket.suggested_priority = shown.category, shown.priority
    elif category and priority:
        ticket.category, ticket.priority = category, priority
    else:
        words = _by_keywords(title, description)
        _fill(ticket, words, category=category, priority=priority)
        # Only what they had to decide was suggested: the rest nobody saw.
        ticket.suggested_category = None if category else words.category
        ticket.suggested_priority = None if priority else words.priority
    with transaction.atomic():
        ticket.save(force_insert=True)
        TicketEvent.objects.create(ticket=ticket, actor=actor, field="created")
        if shown and shown.source == "openai":
            CloudCall.objects.filter(reference=shown.reference, ticket=None).update(ticket=ticket)
        ticket.refresh_from_db()  # the database chose the times and the version
    return ticket


def ticket_update(
    *,
    ticket_id: int,
    changes: Mapping[str, Any],
    actor: str = "web",
    expected: Callable[[int], bool] | None = None,
) -> Ticket:
    """Write the named fields and nothing else, with one line of history for each that really changed.

    `expected` is asked about the present version under the row's lock. Raises Ticket.DoesNotExist, and TicketStale
    when it says no.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not editable: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(pk=ticket_id)
        if expected is not None and not expected(ticket.version):
            raise TicketStale(ticket)
        changed = {field: new for field, new in changes.items() if getattr(ticket, field) != new}
        if not changed:
            return ticket
        TicketEvent.objects.bulk_create(
            TicketEvent(ticket=ticket, actor=actor, field=field, old=getattr(ticket, field), new=new)
            for field, new in changed.items()
        )
        Ticket.objects.filter(pk=ticket_id).update(**changed, version=F("version") + 1, updated_at=Now())
        ticket.refresh_from_db()
    return ticket


def ticket_erase(*, ticket_id: int) -> None:
    """Remove a ticket, its history and its notes for good: the one way past their triggers.

    Raises Ticket.DoesNotExist.
    """
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(pk=ticket_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('quietdesk.erasing', %s, true)", [str(ticket_id)])
        ticket.events.all().delete()
        ticket.notes.all().delete()
        ticket.delete()


def _fill(ticket: Ticket, from_: Remembered, *, category: str | None, priority: str | None) -> None:
    ticket.category, ticket.priority = category or from_.category, priority or from_.priority
    ticket.suggested_by, ticket.suggested_model = from_.source, from_.model
    ticket.suggested_confidence = from_.confidence
    ticket.suggested_prompt, ticket.suggested_ms = from_.prompt, from_.ms
    ticket.suggested_text_changed = not from_.is_for(title=ticket.title, description=ticket.description)


def _by_keywords(title: str, description: str) -> Remembered:
    suggestion = triage().keywords(Question(description=description, title=title))
    return remember(suggestion, title=title, description=description)
