"""Every read that is more than a look-up by id."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from tickets.models import Category, Priority, Status, Ticket


def ticket_search(words: Sequence[str]) -> Q:
    """Every word must occur in title or description, as a substring in any case."""
    condition = Q()
    for word in words:
        condition &= Q(title__icontains=word) | Q(description__icontains=word)
    return condition


def tickets() -> QuerySet[Ticket]:
    """All tickets, newest first."""
    return Ticket.objects.order_by("-created_at", "-id")


def ticket_with_history(ticket_id: int) -> Ticket:
    """One ticket and its events, in two queries. Raises Ticket.DoesNotExist."""
    return Ticket.objects.prefetch_related("events").get(pk=ticket_id)


def ticket_stats() -> dict[str, Any]:
    """The five figures of the dashboard, counted by the database in one aggregation."""
    counts = {f"category_{label}": Count("id", filter=Q(category=label)) for label in Category.values}
    counts |= {f"priority_{label}": Count("id", filter=Q(priority=label)) for label in Priority.values}
    row = Ticket.objects.aggregate(
        total=Count("id"),
        open=Count("id", filter=Q(status=Status.OPEN)),
        first=Min("created_at"),
        **counts,
    )
    return {
        "total_tickets": row["total"],
        "open_tickets": row["open"],
        "avg_tickets_per_day": _per_day(row["total"], row["first"]),
        "priority_breakdown": {label: row[f"priority_{label}"] for label in Priority.values},
        "category_breakdown": {label: row[f"category_{label}"] for label in Category.values},
    }


def _per_day(total: int, first: Any) -> float:
    if first is None:
        return 0.0
    # Both days count; a first ticket from a clock that ran ahead still makes one day, never none.
    days = (timezone.localdate() - timezone.localdate(first)).days + 1
    return round(total / max(days, 1), 1)
