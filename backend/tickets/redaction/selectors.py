"""Every value that a ticket has or had: where it stands, its beginning, and whether it was redacted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, TextField, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from erasures.models import VALUE_FIELDS
from tickets.choices import TEXT_FIELDS
from tickets.models import Ticket, TicketEvent

START: Final = 200  # characters
BLANKS: Final = " \t\r\n"
# What stands in the place of a redacted title, description or requester. It is data, in one language for all.
REDACTED: Final = "[redacted]"


@dataclass(frozen=True, slots=True)
class StoredValue:
    """One value. `field` and `entry` name it, as in the record of erasures (erasures/models.py).

    `since` and `by` say when it was written and by whom. `found`: whether it is what was asked for.
    """

    ticket_id: int
    field: str
    entry: int
    since: datetime
    by: str | None
    start: str | None
    present: bool
    redacted: bool
    found: bool

    @property
    def name(self) -> str:
        return f"{self.field}:{self.entry}"

    @property
    def stands(self) -> bool:
        """Whether there is something to redact."""
        return not self.redacted and self.start is not None


@dataclass(frozen=True, slots=True)
class Sought:
    """A text that a value contains, or is as a whole, but for blanks around it: titles are trimmed, notes are not."""

    text: str
    whole: bool

    def condition(self, column: str) -> Any:
        if not self.whole:
            return Q(**{f"{column}__contains": self.text})
        trimmed = Func(F(column), Value(BLANKS), function="BTRIM", output_field=TextField())
        return Exact(trimmed, self.text.strip(BLANKS))


Find = Callable[[Sequence[int], Sought | None], Iterable[StoredValue]]


def parse_name(name: str) -> tuple[str, int]:
    """The field and the entry of a value's name, such as `description:12`. Raises ValueError."""
    field, _, entry = name.partition(":")
    if field not in VALUE_FIELDS or not (entry.isascii() and entry.isdigit()):
        raise ValueError(name)
    return field, int(entry)


def found_column(sought: Sought | None, column: str) -> Any:
    """Whether the text of a column is what is sought."""
    condition: Any = sought.condition(column) if sought else Value(False)
    return ExpressionWrapper(condition, output_field=BooleanField())


def text_values(ticket_ids: Sequence[int], sought: Sought | None = None) -> list[StoredValue]:
    """The titles, descriptions and requesters that these tickets have or had.

    An entry of the history has the text before it. So each value stands in the next entry of its field, and the last
    one in the ticket.
    """
    # Who wrote the value that the next entry of its field has.
    wrote: dict[tuple[int, str], tuple[int, datetime, str | None]] = {}
    values: list[StoredValue] = []
    tickets = Ticket.objects.filter(pk__in=ticket_ids)
    for number, created_at in tickets.values_list("pk", "created_at"):
        wrote |= {(number, field): (0, created_at, None) for field in TEXT_FIELDS}
    events = TicketEvent.objects.filter(ticket_id__in=ticket_ids, field__in=TEXT_FIELDS).order_by("id")
    rows = events.annotate(start=Left("old", START), found=found_column(sought, "old"))
    columns = ("id", "ticket_id", "field", "at", "actor", "start", "redacted_at", "found")
    for pk, number, field, at, actor, start, redacted_at, found in rows.values_list(*columns):
        entry = wrote[number, field]
        values.append(
            StoredValue(number, field, *entry, start, present=False, redacted=bool(redacted_at), found=bool(found))
        )
        wrote[number, field] = (pk, at, actor)
    for field in TEXT_FIELDS:
        now = tickets.annotate(start=Left(field, START), found=found_column(sought, field))
        for number, start, found in now.values_list("pk", "start", "found"):
            # What a redaction has put in the place of a value is none.
            redacted = start == REDACTED
            values.append(
                StoredValue(
                    number, field, *wrote[number, field], start, present=True, redacted=redacted, found=bool(found)
                )
            )
    return values
