"""The numbers on the queue's filter chips, from the tally: one query, whatever the number of tickets."""

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
    """How many tickets the chosen labels leave, and for each label how many the queue would show with it chosen.

    A field's own choice does not narrow its own numbers: they say what another choice there would give.
    """
    conditions = {field: Q(**{f"{field}__in": chosen[field]}) for field in FIELDS if chosen.get(field)}
    sums: dict[str, Any] = {"total": Sum("n", filter=_all(conditions))}
    for field, labels in FIELDS.items():
        others = {name: condition for name, condition in conditions.items() if name != field}
        for label in labels:
            sums[f"{field}_{label}"] = Sum("n", filter=_all(others) & Q(**{field: label}))
    row = TicketTally.objects.aggregate(**sums)
    # A sum over no rows is null.
    by_field = {field: {label: row[f"{field}_{label}"] or 0 for label in labels} for field, labels in FIELDS.items()}
    return {"total": row["total"] or 0, **by_field}


def _all(conditions: Mapping[str, Q]) -> Q:
    together = Q()
    for condition in conditions.values():
        together &= condition
    return together
