"""Redacts single values of a ticket. The append-only triggers allow only this, and to erase a ticket."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from api.idempotency import forget_digests
from egress.services import digests_forget
from erasures.services import desk_id, redaction_record
from erasures.services.erased_list import Line, Value
from erasures.services.statistics import statistics_renew
from tickets.choices import TEXT_FIELDS
from tickets.models import Ticket, TicketEvent
from tickets.redaction.selectors import REDACTED, Find, Sought, StoredValue, text_values

# Tickets of one query, when the list is applied.
BATCH: Final = 500


class NoSuchValueError(Exception):
    """The ticket has no such value, or it was redacted before; nothing was written. The message names it."""


@dataclass(frozen=True, slots=True)
class Redactor:
    """What an app with texts of tickets registers: how its values are found, read whole, and redacted."""

    find: Find
    text: Callable[[StoredValue], str]
    redact: Callable[[StoredValue, str], None]


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was redacted, and the present values with the same text, which were left."""

    redacted: list[StoredValue]
    left: list[StoredValue]


def values_of(ticket_id: int, *, containing: str = "") -> list[StoredValue]:
    """Every value of a ticket, `found` if it contains this text. Raises Ticket.DoesNotExist."""
    if not Ticket.objects.filter(pk=ticket_id).exists():
        raise Ticket.DoesNotExist
    return _find([ticket_id], Sought(containing, whole=False) if containing else None)


def values_redact(*, ticket_id: int, names: Iterable[tuple[str, int]], actor: str) -> Redaction:
    """Redact these values, each named by field and entry, and every former value and note with the same text.

    A present value becomes REDACTED. Each leaves a tombstone that says when and by whom. Raises Ticket.DoesNotExist,
    NoSuchValueError, and OSError if the list outside the database cannot be written; then nothing is redacted.
    """
    with transaction.atomic():
        # Two at once wait for each other here.
        ticket = Ticket.objects.select_for_update().get(pk=ticket_id)
        stored = {(value.field, value.entry): value for value in _find([ticket_id], None)}
        chosen: dict[str, StoredValue] = {}
        left: dict[str, StoredValue] = {}
        for field, entry in names:
            value = stored.get((field, entry))
            if value is None or not value.stands:
                why = "was redacted before" if value and value.redacted else "is no value of this ticket"
                raise NoSuchValueError(f"{field}:{entry} {why}.")
            chosen[value.name] = value
        for text in {_REDACTORS[value.field].text(value) for value in chosen.values()}:
            for same in _find([ticket_id], Sought(text, whole=True)):
                if same.found and same.stands:
                    (left if same.present else chosen)[same.name] = same
        _redact(ticket, list(chosen.values()), actor)
    return Redaction(list(chosen.values()), [value for name, value in left.items() if name not in chosen])


def values_redact_again(lines: Sequence[Line]) -> int:
    """Redact the values of these lines that an older backup has brought back. Returns how many."""
    desk = desk_id()
    wanted = {(line.number, line.created_at, line.value) for line in lines if line.desk == desk and line.value}
    numbers = sorted({number for number, _, _ in wanted})
    count = 0
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        created = dict(Ticket.objects.filter(pk__in=batch).values_list("pk", "created_at"))
        back: dict[int, list[StoredValue]] = {}
        for value in _find(list(created), None):
            key = (value.ticket_id, created[value.ticket_id], Value(value.field, value.entry, value.since))
            if value.stands and key in wanted:
                back.setdefault(value.ticket_id, []).append(value)
        for number, values in back.items():
            with transaction.atomic():
                _redact(Ticket.objects.select_for_update().get(pk=number), values, "list")
            count += len(values)
    if count:
        statistics_renew()
    return count


def register_redactor(fields: Sequence[str], redactor: Redactor) -> None:
    """Apps whose rows hold texts of tickets register one in AppConfig.ready."""
    _REDACTORS.update(dict.fromkeys(fields, redactor))


def _find(ticket_ids: Sequence[int], sought: Sought | None) -> list[StoredValue]:
    redactors = dict.fromkeys(_REDACTORS.values())
    return [value for redactor in redactors for value in redactor.find(ticket_ids, sought)]


def _redact(ticket: Ticket, values: Sequence[StoredValue], actor: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('quietdesk.redacting', %s, true)", [str(ticket.pk)])
    for value in values:
        _REDACTORS[value.field].redact(value, actor)
    if any(value.field in TEXT_FIELDS for value in values):
        forget_digests(Ticket, [ticket.pk])
        digests_forget(ticket_id=ticket.pk)
    recorded = [Value(value.field, value.entry, value.since) for value in values]
    redaction_record(number=ticket.pk, created_at=ticket.created_at, actor=actor, values=recorded)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('quietdesk.redacting', '', true)")


def _text(value: StoredValue) -> str:
    if value.present:
        return str(Ticket.objects.values_list(value.field, flat=True).get(pk=value.ticket_id))
    return str(_holder(value).old)


def _holder(value: StoredValue) -> TicketEvent:
    """The history entry that has this former value: the next one of its field."""
    entries = TicketEvent.objects.filter(ticket_id=value.ticket_id, field=value.field, pk__gt=value.entry)
    return entries.order_by("pk")[0]


def _redact_text(value: StoredValue, actor: str) -> None:
    tombstone = {"old": None, "redacted_at": Now(), "redacted_by": actor}
    if not value.present:
        TicketEvent.objects.filter(pk=_holder(value).pk).update(**tombstone)
        return
    by = actor if actor.startswith("admin:") else "system"
    TicketEvent.objects.create(ticket_id=value.ticket_id, actor=by, field=value.field, **tombstone)
    changes = {value.field: REDACTED, "version": F("version") + 1, "updated_at": Now()}
    Ticket.objects.filter(pk=value.ticket_id).update(**changes)


_REDACTORS: Final[dict[str, Redactor]] = {}
register_redactor(TEXT_FIELDS, Redactor(find=text_values, text=_text, redact=_redact_text))
