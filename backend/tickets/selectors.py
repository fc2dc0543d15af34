"""Every read that is more than a look-up by id."""

from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from tickets.models import Category, DayTally, Priority, Status, Ticket, TicketTally


def ticket_with_history(ticket_id: int) -> Ticket:
    """One ticket and its events, in two queries. Raises Ticket.DoesNotExist."""
    return Ticket.objects.prefetch_related("events").get(pk=ticket_id)


def ticket_stats() -> dict[str, Any]:
    """The five figures of the dashboard, summed by the database from its tallies in one query."""
    counts = {f"category_{label}": Sum("n", filter=Q(category=label)) for label in Category.values}
    counts |= {f"priority_{label}": Sum("n", filter=Q(priority=label)) for label in Priority.values}
    row = TicketTally.objects.aggregate(
        total=Sum("n"),
        open=Sum("n", filter=Q(status=Status.OPEN)),
        first=Min(Subquery(_first_day())),
        **counts,
    )
    # A sum over no rows is null.
    figures = {name: row[name] or 0 for name in row if name != "first"}
    return {
        "total_tickets": figures["total"],
        "open_tickets": figures["open"],
        "avg_tickets_per_day": _per_day(figures["total"], row["first"]),
        "priority_breakdown": {label: figures[f"priority_{label}"] for label in Priority.values},
        "category_breakdown": {label: figures[f"category_{label}"] for label in Category.values},
    }


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
