"""The age of unfinished tickets, from the tally of days."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Q, Sum
from django.utils import timezone

from insights.models import DayTally
from tickets.choices import UNFINISHED

# Ranges of days, both ends included; the last range is open.
AGE_RANGES: Final = ((0, 0), (1, 2), (3, 7), (8, 30), (31, None))


def open_age() -> list[dict[str, Any]]:
    """The number of unfinished tickets by age. Every ticket is in exactly one group."""
    today = timezone.localdate()
    groups: list[dict[str, Any]] = [
        {
            "days_from": youngest,
            "days_to": oldest,
            "created_from": None if oldest is None else today - timedelta(days=oldest),
            # The first group also holds tickets dated in the future by a fast clock.
            "created_to": today - timedelta(days=youngest) if youngest else None,
        }
        for youngest, oldest in AGE_RANGES
    ]
    sums = {str(index): Sum("n", filter=_created_in(group)) for index, group in enumerate(groups)}
    counted = DayTally.objects.filter(status__in=UNFINISHED).aggregate(**sums)
    # A sum over no rows is null.
    return [group | {"tickets": counted[str(index)] or 0} for index, group in enumerate(groups)]


def _created_in(group: dict[str, Any]) -> Q:
    condition = Q()
    if group["created_from"]:
        condition &= Q(day__gte=group["created_from"])
    if group["created_to"]:
        condition &= Q(day__lte=group["created_to"])
    return condition
