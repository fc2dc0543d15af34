"""How suggestions fared: counted by the database over the tickets of some days."""

from datetime import datetime, timedelta
from math import sqrt
from typing import Any

from django.db.models import Aggregate, Count, F, FloatField, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from tickets.models import Source, Status, Ticket

DONE = (Status.RESOLVED, Status.CLOSED)
# 1.96 standard deviations of the normal distribution hold 95 % of it.
Z = 1.959964


class Percentile(Aggregate):
    """A percentile of a number, interpolated; PostgreSQL's percentile_cont."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: str, share: float, **extra: Any) -> None:
        super().__init__(expression, share=share, **extra)


def insights(days: int) -> dict[str, Any]:
    """The figures of the last `days` days, today included, in the desk's time zone."""
    today = timezone.localdate()
    first = today - timedelta(days=days - 1)
    start = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    recent = Ticket.objects.filter(created_at__gte=start)
    counted = dict(recent.order_by().annotate(day=TruncDate("created_at")).values_list("day").annotate(n=Count("id")))
    by_status = dict(recent.order_by().values_list("status").annotate(n=Count("id")))
    return {
        "days": days,
        "tickets_per_day": [
            {"date": day, "tickets": counted.get(day, 0)} for day in (first + timedelta(days=n) for n in range(days))
        ],
        "status_breakdown": {status: by_status.get(status, 0) for status in Status.values},
        "sources": _sources(recent),
    }


def _sources(recent: Any) -> list[dict[str, Any]]:
    standing = _stands("category") & _stands("priority")
    rows = (
        # A suggestion for a text that was changed before it was sent says nothing about the one that was.
        recent.filter(suggested_by__isnull=False, suggested_text_changed=False)
        .order_by()
        .values("suggested_by")
        .annotate(
            used=Count("id"),
            kept=Count("id", filter=standing & Q(status__in=DONE)),
            changed=Count("id", filter=~standing),
            category_n=Count("id", filter=Q(suggested_category__isnull=False)),
            category_changed=Count("id", filter=~_stands("category")),
            priority_n=Count("id", filter=Q(suggested_priority__isnull=False)),
            priority_changed=Count("id", filter=~_stands("priority")),
            p50=Percentile("suggested_ms", 0.5),
            p95=Percentile("suggested_ms", 0.95),
        )
    )
    found = {row["suggested_by"]: row for row in rows}
    return [_source(source, found.get(source)) for source in Source.values]


def _stands(field: str) -> Q:
    # Null where this field was not suggested: then there is nothing to change.
    return Q(**{f"suggested_{field}__isnull": True}) | Q(**{f"suggested_{field}": F(field)})


def _source(source: str, row: dict[str, Any] | None) -> dict[str, Any]:
    counts: dict[str, int] = {name: row[name] if row else 0 for name in ("used", "kept", "changed")}
    fields = ("category", "priority")
    return counts | {
        "source": source,
        "unreviewed": counts["used"] - counts["kept"] - counts["changed"],
        # Kept of those somebody has judged: an open, untouched ticket is no agreement.
        "kept_share": share(counts["kept"], counts["kept"] + counts["changed"]),
        "changed_by_field": {
            field: share(row[f"{field}_changed"] if row else 0, row[f"{field}_n"] if row else 0) for field in fields
        },
        "latency_ms": {"p50": row["p50"] if row else None, "p95": row["p95"] if row else None},
    }


def share(part: int, n: int) -> dict[str, Any]:
    """A share with its 95 % interval by Wilson's method, which stays honest for few and for extreme counts.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    """
    if n == 0:
        return {"count": 0, "n": 0, "share": None, "low": None, "high": None}
    p = part / n
    middle, width = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    low, high = max(0.0, (middle - width) / scale), min(1.0, (middle + width) / scale)
    return {"count": part, "n": n, "share": round(p, 4), "low": round(low, 4), "high": round(high, 4)}
