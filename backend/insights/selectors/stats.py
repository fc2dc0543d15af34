"""The dashboard's five figures, from the tallies."""

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
    """The five figures of the dashboard, summed by the database from its tallies in one query."""
    ((total, still_open, first, *counts),) = fetch(*_figures())
    # A sum over no rows is null.
    by_label = [int(count or 0) for count in counts]
    return {
        "total_tickets": int(total or 0),
        "open_tickets": int(still_open or 0),
        "avg_tickets_per_day": _per_day(int(total or 0), first),
        "priority_breakdown": dict(zip(PRIORITIES, by_label, strict=False)),
        "category_breakdown": dict(zip(CATEGORIES, by_label[len(PRIORITIES) :], strict=True)),
    }


@cache
def _figures() -> tuple[str, dict[str, Any]]:
    """What ticket_stats asks. The ORM builds it once: building takes twenty times as long as the database's answer."""
    by_label = {f"priority_{label}": Sum("n", filter=Q(priority=label)) for label in PRIORITIES}
    by_label |= {f"category_{label}": Sum("n", filter=Q(category=label)) for label in CATEGORIES}
    # `values` of a constant makes one group of all rows, so this stays a query that can be kept; aggregate() runs it.
    figures = (
        TicketTally.objects.annotate(everything=Value(1))
        .values("everything")
        .annotate(
            total=Sum("n"), open=Sum("n", filter=Q(status=Status.OPEN)), first=Min(Subquery(_first_day())), **by_label
        )
    )
    sql, parameters = figures.values_list("total", "open", "first", *by_label).query.sql_with_params()
    names = [f"value{number}" for number in range(len(parameters))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, parameters, strict=True))


def _first_day() -> QuerySet[DayTally, Any]:
    # Days whose tickets were all erased stay behind with a sum of zero.
    days = DayTally.objects.values("day").annotate(tickets=Sum("n")).filter(tickets__gt=0)
    return days.order_by("day").values("day")[:1]


def _per_day(total: int, first: date | None) -> float:
    if first is None:
        return 0.0
    # Both days count; a first ticket from a clock that ran ahead still makes one day, never none.
    days = (timezone.localdate() - first).days + 1
    return round(total / max(days, 1), 1)
