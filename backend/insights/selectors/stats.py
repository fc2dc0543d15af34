"""The statistics of the dashboard, from the tallies."""

from datetime import date
from functools import cache
from typing import Any

from django.db.models import Min, Q, QuerySet, Subquery, Sum, Value
from django.utils import timezone

from insights.models import DayTally, TicketTally
from postgres.prepared import fetch
from suggestions.choices import Category, Priority
from tickets.choices import Status

PRIORITIES, CATEGORIES = tuple(Priority.values), tuple(Category.values)


def ticket_stats() -> dict[str, Any]:
    """The statistics of the dashboard, in one query."""
    ((total, open_count, first, *counts),) = fetch(*_stats_query())
    # A sum over no rows is null.
    by_label = [int(count or 0) for count in counts]
    return {
        "total_tickets": int(total or 0),
        "open_tickets": int(open_count or 0),
        "avg_tickets_per_day": _average_per_day(int(total or 0), first),
        "priority_breakdown": dict(zip(PRIORITIES, by_label, strict=False)),
        "category_breakdown": dict(zip(CATEGORIES, by_label[len(PRIORITIES) :], strict=True)),
    }


@cache
def _stats_query() -> tuple[str, dict[str, Any]]:
    """The query of ticket_stats. Cached: the ORM needs twenty times as long to build it as the database to run it."""
    by_label = {f"priority_{label}": Sum("n", filter=Q(priority=label)) for label in PRIORITIES}
    by_label |= {f"category_{label}": Sum("n", filter=Q(category=label)) for label in CATEGORIES}
    # Grouping by a constant gives one row and, unlike aggregate(), a queryset whose SQL can be cached.
    stats = (
        TicketTally.objects.annotate(everything=Value(1))
        .values("everything")
        .annotate(
            total=Sum("n"), open=Sum("n", filter=Q(status=Status.OPEN)), first=Min(Subquery(_first_day())), **by_label
        )
    )
    sql, parameters = stats.values_list("total", "open", "first", *by_label).query.sql_with_params()
    names = [f"value{number}" for number in range(len(parameters))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, parameters, strict=True))


def _first_day() -> QuerySet[DayTally, Any]:
    # The tally of a day whose tickets were all erased remains, with a sum of zero.
    days = DayTally.objects.values("day").annotate(tickets=Sum("n")).filter(tickets__gt=0)
    return days.order_by("day").values("day")[:1]


def _average_per_day(total: int, first: date | None) -> float:
    if first is None:
        return 0.0
    # The first day and today both count. If the first ticket lies in the future, the result is still one day.
    days = (timezone.localdate() - first).days + 1
    return round(total / max(days, 1), 1)
