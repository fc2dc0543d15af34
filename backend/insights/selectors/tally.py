"""The time zone of the tallies, and their differences from the tickets."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Count, DateField, F, Func, Q, Sum, Value, When

from insights.choices import FieldOutcome
from insights.models import LATENCY_BUCKETS, TALLIES, bucket_of
from tickets.choices import FINISHED
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Difference:
    """A count in a tally that differs from the tickets."""

    tally: str
    key: tuple[Any, ...]
    stored: int
    counted: int


def tally_zone() -> str | None:
    """The time zone of the tallies' days, or None before the migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('ticket_tally_zone') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT ticket_tally_zone()")
        return str(cursor.fetchone()[0])


def tally_differences() -> list[Difference]:
    """Compare the tallies with a count of all tickets. Takes seconds for a million tickets."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            # All queries read the same snapshot.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return list(_compare())


def _compare() -> Iterator[Difference]:
    for model, counted in zip(TALLIES, _expected_counts(), strict=True):
        rows = model._default_manager.values_list(*model.KEYS).annotate(total=Sum("n")).filter(~Q(total=0))
        stored = {row[:-1]: row[-1] for row in rows}
        for key in sorted(stored.keys() | counted.keys(), key=str):
            if stored.get(key, 0) != counted.get(key, 0):
                yield Difference(model.__name__, key, stored.get(key, 0), counted.get(key, 0))


def _expected_counts() -> Iterator[Counter[tuple[Any, ...]]]:
    """The expected counts of each of TALLIES, in that order."""
    day = Func("created_at", function="ticket_tally_day", output_field=DateField())
    tickets = Ticket.objects.order_by().annotate(day=day)
    suggested = tickets.filter(suggested_by__isnull=False, suggested_text_changed=False)
    timed = suggested.filter(suggested_ms__isnull=False)
    yield _count_by(tickets.values_list("category", "priority", "status"))
    yield _count_by(tickets.values_list("day", "status"))
    done = Case(When(status__in=FINISHED, then=Value(True)), default=Value(False))
    yield _count_by(
        suggested.values_list("day", "suggested_by", _field_outcome("category"), _field_outcome("priority"), done)
    )
    latencies: Counter[tuple[Any, ...]] = Counter()
    for (day, source, ms), n in _count_by(timed.values_list("day", "suggested_by", "suggested_ms")).items():
        latencies[day, source, LATENCY_BUCKETS[bucket_of(ms)]] += n
    yield latencies


def _count_by(keys: Any) -> Counter[tuple[Any, ...]]:
    return Counter({row[:-1]: row[-1] for row in keys.annotate(total=Count("id"))})


def _field_outcome(field: str) -> Case:
    return Case(
        When(**{f"suggested_{field}__isnull": True}, then=Value(FieldOutcome.ABSENT)),
        When(**{f"suggested_{field}": F(field)}, then=Value(FieldOutcome.STANDS)),
        default=Value(FieldOutcome.CHANGED),
    )
