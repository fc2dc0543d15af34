"""Tickets per day and the outcomes of suggestions, from the tallies."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil, sqrt
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone

from insights.choices import FieldOutcome
from insights.models import LATENCY_BUCKETS, DayTally, LatencyTally, OutcomeTally, bucket_of
from insights.selectors.backlog_age import open_age
from suggestions.choices import Source
from tickets.choices import Status

# The z-score of a 95 % interval of the normal distribution.
Z_95 = 1.959964


def insights(days: int) -> dict[str, Any]:
    """The figures of the last `days` days, including today, in the desk's time zone."""
    first = timezone.localdate() - timedelta(days=days - 1)
    by_day = dict.fromkeys((first + timedelta(days=n) for n in range(days)), 0)
    by_status = dict.fromkeys(Status.values, 0)
    counted = DayTally.objects.filter(day__gte=first).values_list("day", "status").annotate(tickets=Sum("n"))
    for day, status, tickets in counted:
        by_status[status] += tickets
        if day in by_day:  # not one in the future, from a fast clock
            by_day[day] += tickets
    return {
        "days": days,
        "created_from": first,
        "tickets_per_day": [{"date": day, "tickets": tickets} for day, tickets in by_day.items()],
        "status_breakdown": by_status,
        "open_age": open_age(),
        "sources": _sources(first),
    }


def _sources(first: date) -> list[dict[str, Any]]:
    changed = Q(category=FieldOutcome.CHANGED) | Q(priority=FieldOutcome.CHANGED)
    rows = (
        OutcomeTally.objects.filter(day__gte=first)
        .values("source")
        .annotate(
            used=Sum("n"),
            kept=Sum("n", filter=~changed & Q(done=True)),
            changed=Sum("n", filter=changed),
            category_n=Sum("n", filter=~Q(category=FieldOutcome.ABSENT)),
            category_changed=Sum("n", filter=Q(category=FieldOutcome.CHANGED)),
            priority_n=Sum("n", filter=~Q(priority=FieldOutcome.ABSENT)),
            priority_changed=Sum("n", filter=Q(priority=FieldOutcome.CHANGED)),
        )
    )
    outcomes: dict[str, dict[str, Any]] = {row["source"]: dict(row) for row in rows}
    latencies: dict[str, list[tuple[int, int]]] = {source: [] for source in Source.values}
    timed = LatencyTally.objects.filter(day__gte=first).values_list("source", "ms").annotate(tickets=Sum("n"))
    for source, ms, n in timed.order_by("ms"):
        latencies[source].append((ms, n))
    return [_source(source, outcomes.get(source, {}), latencies[source]) for source in Source.values]


def _source(source: str, row: dict[str, Any], latencies: Sequence[tuple[int, int]]) -> dict[str, Any]:
    # A sum over no rows is null, and there is no row for a source without suggestions.
    n = {name: row.get(name) or 0 for name in ("used", "kept", "changed")}
    fields = {
        field: share(row.get(f"{field}_changed") or 0, row.get(f"{field}_n") or 0) for field in ("category", "priority")
    }
    return n | {
        "source": source,
        "unreviewed": n["used"] - n["kept"] - n["changed"],
        # Of the reviewed suggestions only: an unchanged open ticket does not mean agreement.
        "kept_share": share(n["kept"], n["kept"] + n["changed"]),
        "changed_by_field": fields,
        "latency_ms": {"p50": percentile(latencies, 0.5), "p95": percentile(latencies, 0.95)},
    }


def percentile(counts: Sequence[tuple[int, int]], part: float) -> float | None:
    """The percentile of latencies from (lower bound, count) of their buckets in ascending order.

    It is the middle of its bucket, so at most 6.25 % off and exact below 16 ms. None without latencies.
    """
    rank = ceil(part * sum(n for _, n in counts))
    for low, n in counts:
        rank -= n
        if n > 0 and rank <= 0:
            following = LATENCY_BUCKETS[bucket_of(low) + 1 :]
            return (low + following[0] - 1) / 2 if following else float(low)
    return None


def share(part: int, n: int) -> dict[str, Any]:
    """A share with its 95 % Wilson score interval, which also holds for small samples and extreme shares.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    """
    if n == 0:
        return {"count": 0, "n": 0, "share": None, "low": None, "high": None}
    p = part / n
    middle, width = p + Z_95 * Z_95 / (2 * n), Z_95 * sqrt(p * (1 - p) / n + Z_95 * Z_95 / (4 * n * n))
    scale = 1 + Z_95 * Z_95 / n
    low, high = max(0.0, (middle - width) / scale), min(1.0, (middle + width) / scale)
    return {"count": part, "n": n, "share": round(p, 4), "low": round(low, 4), "high": round(high, 4)}
