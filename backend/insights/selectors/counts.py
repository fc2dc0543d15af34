"""The counts beside the filters of the queue, from the tallies in one query."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db.models import Q, Sum

from insights.models import TicketTally
from suggestions.choices import Category, Priority
from tickets.choices import Status

FIELDS: Final[dict[str, list[str]]] = {
    "status": Status.values,
    "priority": Priority.values,
    "category": Category.values,
}


def ticket_counts(chosen: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """Faceted counts: the total under the chosen labels, and the count of each label.

    The counts of a field ignore the labels chosen in that field, so that they show the result of another choice.
    """
    conditions = {field: Q(**{f"{field}__in": chosen[field]}) for field in FIELDS if chosen.get(field)}
    sums: dict[str, Any] = {"total": Sum("n", filter=_and(conditions))}
    for field, labels in FIELDS.items():
        others = {name: condition for name, condition in conditions.items() if name != field}
        for label in labels:
            sums[f"{field}_{label}"] = Sum("n", filter=_and(others) & Q(**{field: label}))
    row = TicketTally.objects.aggregate(**sums)
    # A sum over no rows is null.
    by_field = {field: {label: row[f"{field}_{label}"] or 0 for label in labels} for field, labels in FIELDS.items()}
    return {"total": row["total"] or 0, **by_field}


def _and(conditions: Mapping[str, Q]) -> Q:
    combined = Q()
    for condition in conditions.values():
        combined &= condition
    return combined
