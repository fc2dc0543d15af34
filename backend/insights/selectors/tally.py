"""The tallies as a whole: whose days they count, and where they differ from the tickets."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import TruncDate

from insights.choices import Fate
from insights.models import LATENCY_BUCKETS, TALLIES, bucket_of
from tickets.choices import FINISHED
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Difference:
    """One count that is not what the tickets say."""

    tally: str
    key: tuple[Any, ...]
    kept: int
    counted: int


def tally_zone() -> str | None:
    """The time zone whose days the tallies count; None before they were made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('ticket_tally_zone') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT ticket_tally_zone()")
        return str(cursor.fetchone()[0])


def tally_differences() -> list[Difference]:
    """Where the tallies differ from a plain aggregation over all tickets; seconds for a million of them."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            # One moment for all the queries: tickets may come and go meanwhile.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return list(_compare())


def _compare() -> Iterator[Difference]:
    zone = ZoneInfo(tally_zone() or settings.TIME_ZONE)
    for model, counted in zip(TALLIES, _plain(zone), strict=True):
        rows = model._default_manager.values_list(*model.KEYS).annotate(total=Sum("n")).filter(~Q(total=0))
        kept = {row[:-1]: row[-1] for row in rows}
        for key in sorted(kept.keys() | counted.keys(), key=str):
            if kept.get(key, 0) != counted.get(key, 0):
                yield Difference(model.__name__, key, kept.get(key, 0), counted.get(key, 0))


def _plain(zone: ZoneInfo) -> Iterator[Counter[tuple[Any, ...]]]:
    """What each of TALLIES should hold, in their order."""
    tickets = Ticket.objects.order_by().annotate(day=TruncDate("created_at", tzinfo=zone))
    suggested = tickets.filter(suggested_by__isnull=False, suggested_text_changed=False)
    timed = suggested.filter(suggested_ms__isnull=False)
    yield _counts(tickets.values_list("category", "priority", "status"))
    yield _counts(tickets.values_list("day", "status"))
    done = Case(When(status__in=FINISHED, then=Value(True)), default=Value(False))
    yield _counts(suggested.values_list("day", "suggested_by", _fate("category"), _fate("priority"), done))
    latencies: Counter[tuple[Any, ...]] = Counter()
    for (day, source, ms), n in _counts(timed.values_list("day", "suggested_by", "suggested_ms")).items():
        latencies[day, source, LATENCY_BUCKETS[bucket_of(ms)]] += n
    yield latencies


def _counts(keys: Any) -> Counter[tuple[Any, ...]]:
    return Counter({row[:-1]: row[-1] for row in keys.annotate(total=Count("id"))})


def _fate(field: str) -> Case:
    return Case(
        When(**{f"suggested_{field}__isnull": True}, then=Value(Fate.ABSENT)),
        When(**{f"suggested_{field}": F(field)}, then=Value(Fate.STANDS)),
        default=Value(Fate.CHANGED),
    )
