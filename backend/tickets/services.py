"""Every write to tickets and their history, each in one transaction."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from api.idempotency import forget, once
from egress.services import calls_attach
from suggestions.services.label_defaults import label_defaults
from tickets.choices import Status
from tickets.models import Ticket, TicketEvent

EDITABLE = ("title", "description", "requester", "category", "priority", "status")


class TicketStaleError(Exception):
    """Somebody else changed the ticket first; nothing was written. `ticket` is as it stands now."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__("The ticket has changed since you opened it.")
        self.ticket = ticket


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
    suggested = label_defaults(
        title=title, description=description, token=suggestion, category=category, priority=priority
    )
    ticket = Ticket(
        title=title, description=description, requester=requester, status=status or Status.OPEN, **suggested.columns
    )
    with transaction.atomic():
        ticket.save(force_insert=True)
        TicketEvent.objects.create(ticket=ticket, actor=actor, field="created")
        if suggested.cloud_reference:
            calls_attach(reference=suggested.cloud_reference, ticket_id=ticket.pk)
        ticket.refresh_from_db()  # the database chose the times and the version
    return ticket


def ticket_create_once(*, key: str, **values: Any) -> Ticket:
    """The ticket that this key made in the last 24 hours, as it is now, or a new one: see services.ticket_create.

    Raises KeyReusedError where it was made from other values.
    """
    return once(key, values, Ticket, lambda: ticket_create(**values))


def ticket_update(
    *,
    ticket_id: int,
    changes: Mapping[str, Any],
    actor: str = "web",
    expected: Callable[[int], bool] | None = None,
) -> Ticket:
    """Write the named fields and nothing else, with one line of history for each that really changed.

    `expected` is asked about the present version under the row's lock. Raises Ticket.DoesNotExist, and TicketStaleError
    when it says no.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not editable: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(pk=ticket_id)
        if expected is not None and not expected(ticket.version):
            raise TicketStaleError(ticket)
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
    """Remove a ticket, its history and whatever other apps keep of it for good: the one way past their triggers.

    Raises Ticket.DoesNotExist.
    """
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(pk=ticket_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('quietdesk.erasing', %s, true)", [str(ticket_id)])
        for erase in _ERASERS:
            erase(ticket_id)
        forget(Ticket, [ticket_id])
        ticket.events.all().delete()
        ticket.delete()


_ERASERS: Final[list[Callable[[int], None]]] = []


def register_eraser(erase: Callable[[int], None]) -> None:
    """Have `ticket_erase` call this in its transaction, with the ticket's number, before the ticket goes.

    For apps above this one that keep rows of tickets; they register when Django starts (AppConfig.ready).
    """
    if erase not in _ERASERS:
        _ERASERS.append(erase)
