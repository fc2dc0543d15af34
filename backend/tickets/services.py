"""Every write to tickets and their history, each in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from api.idempotency import create_once, delete_keys
from egress.services import calls_attach, calls_forget
from erasures.services import desk_id, erasure_record
from erasures.services.erased_list import Line
from erasures.services.statistics import statistics_renew
from suggestions.services.label_defaults import label_defaults
from tickets.choices import TEXT_FIELDS, Status
from tickets.models import Ticket, TicketEvent
from tickets.models.event import stored_new

EDITABLE_FIELDS = ("title", "description", "requester", "category", "priority", "status")


class TicketStaleError(Exception):
    """The ticket has another version than expected, and nothing was written. `ticket` is its current state."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__("The ticket has changed since you opened it.")
        self.ticket = ticket


class TooManyChangesError(Exception):
    """The texts of the ticket have changed too often within TEXT_CHANGES_PERIOD, and nothing was written."""


# Each change of a text keeps the former one for good.
TEXT_CHANGES_MAX: Final = 30
TEXT_CHANGES_PERIOD: Final = timedelta(minutes=1)


def ticket_create(**values: Any) -> Ticket:
    """Create a ticket from the values of ticket_prepare. Not inside a transaction, or the classifier is not asked."""
    return ticket_prepare(**values)()


def ticket_create_once(*, key: str, **values: Any) -> Ticket:
    """Create a ticket once per Idempotency-Key; a retry returns it in its current state. See ticket_create.

    Raises KeyReusedError if the key was used for other values.
    """
    return create_once(key, values, Ticket, lambda: ticket_prepare(**values))


def ticket_prepare(
    *,
    title: str,
    description: str,
    requester: str | None = None,
    category: str | None = None,
    priority: str | None = None,
    status: str | None = None,
    suggestion: object = None,
    actor: str = "web",
) -> Callable[[], Ticket]:
    """What creates this ticket. Each label is the given one, else the token's, else what label_defaults suggests.

    `suggestion` is a token; an expired or forged one is ignored. This may wait a moment, what it returns does not.
    """
    defaults = label_defaults(
        title=title, description=description, token=suggestion, category=category, priority=priority
    )
    ticket = Ticket(
        title=title, description=description, requester=requester, status=status or Status.OPEN, **defaults.columns
    )
    return partial(_ticket_store, ticket, defaults.cloud_reference, actor)


def _ticket_store(ticket: Ticket, cloud_reference: str | None, actor: str) -> Ticket:
    with transaction.atomic():
        ticket.save(force_insert=True)
        TicketEvent.objects.create(ticket=ticket, actor=actor, field="created")
        if cloud_reference:
            calls_attach(reference=cloud_reference, ticket_id=ticket.pk)
        ticket.refresh_from_db()  # the database sets the times and the version
    return ticket


def ticket_update(
    *,
    ticket_id: int,
    changes: Mapping[str, Any],
    actor: str = "web",
    expected: Callable[[int], bool] | None = None,
    text_changes_max: int | None = None,
    defer: Sequence[str] = (),
) -> Ticket:
    """Update the given fields and record one history entry for each that changed.

    `expected` checks the current version while the row is locked. Raises Ticket.DoesNotExist, and TicketStaleError if
    `expected` returns False. The ticket that is returned or raised lacks the fields of `defer`, which are not read.
    Raises TooManyChangesError from the text change after `text_changes_max` on.
    """
    unknown = set(changes) - set(EDITABLE_FIELDS)
    if unknown:
        raise ValueError(f"not editable: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().defer(*defer).get(pk=ticket_id)
        if expected is not None and not expected(ticket.version):
            raise TicketStaleError(ticket)
        changed = {field: new for field, new in changes.items() if getattr(ticket, field) != new}
        if not changed:
            return ticket
        if text_changes_max is not None and any(field in TEXT_FIELDS for field in changed):
            # Not those of the future, from before the clock was set back: they would refuse every change until then.
            recent = ticket.events.filter(field__in=TEXT_FIELDS, at__gt=Now() - TEXT_CHANGES_PERIOD, at__lte=Now())
            if recent.count() >= text_changes_max:
                raise TooManyChangesError
        TicketEvent.objects.bulk_create(
            TicketEvent(ticket=ticket, actor=actor, field=field, old=getattr(ticket, field), new=stored_new(field, new))
            for field, new in changed.items()
        )
        Ticket.objects.filter(pk=ticket_id).update(**changed, version=F("version") + 1, updated_at=Now())
        ticket.refresh_from_db()
    return ticket


def ticket_erase(*, ticket_id: int, actor: str = "system") -> None:
    """Erase a ticket, its history, and what other apps store about it. The append-only triggers allow only this.

    Raises Ticket.DoesNotExist, and OSError if the list of erased tickets cannot be written; then nothing is erased.
    """
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(pk=ticket_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('quietdesk.erasing', %s, true)", [str(ticket_id)])
        for hook in _ERASE_HOOKS:
            hook(ticket_id)
        delete_keys(Ticket, [ticket_id])
        calls_forget(ticket_id=ticket_id)
        ticket.events.all().delete()
        ticket.delete()
        erasure_record(number=ticket_id, created_at=ticket.created_at, actor=actor)


def erasures_apply(lines: Sequence[Line]) -> int:
    """Erase the tickets of those lines that are about whole tickets. Returns how many came back, with an older backup.

    A new ticket never gets a number of the list.
    """
    desk = desk_id()
    own = [line for line in lines if line.desk == desk]
    if not own:
        return 0
    with connection.cursor() as cursor:
        highest = max(line.number for line in own)
        sequence = "SELECT setval('tickets_ticket_id_seq', %s) FROM tickets_ticket_id_seq WHERE last_value < %s"
        cursor.execute(sequence, [highest, highest])
    erased = {(line.number, line.created_at) for line in own if not line.value}
    found = Ticket.objects.filter(pk__in={number for number, _ in erased}).values_list("pk", "created_at")
    back = [number for number, created_at in found if (number, created_at) in erased]
    for number in back:
        ticket_erase(ticket_id=number, actor="list")
    if back:
        statistics_renew()
    return len(back)


_ERASE_HOOKS: Final[list[Callable[[int], None]]] = []


def register_erase_hook(hook: Callable[[int], None]) -> None:
    """Register a hook that `ticket_erase` calls with the ticket's id before it deletes the ticket, in its transaction.

    Apps with rows that belong to tickets register one in AppConfig.ready.
    """
    if hook not in _ERASE_HOOKS:
        _ERASE_HOOKS.append(hook)
