"""How old the tickets are that somebody still has to finish, from the tally of days."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Q, Sum
from django.utils import timezone

from insights.models import DayTally
from tickets.choices import UNFINISHED

# Ages in days, from and to; the last has no end.
AGES: Final = ((0, 0), (1, 2), (3, 7), (8, 30), (31, None))


def open_age() -> list[dict[str, Any]]:
    """Open tickets and those in progress by age, with the days they came: every one is in exactly one group."""
    today = timezone.localdate()
    groups: list[dict[str, Any]] = [
        {
            "days_from": least,
            "days_to": most,
            "created_from": None if most is None else today - timedelta(days=most),
            # A ticket from a clock that ran ahead is as young as today's.
            "created_to": today - timedelta(days=least) if least else None,
        }
        for least, most in AGES
    ]
    sums = {str(place): Sum("n", filter=_came(group)) for place, group in enumerate(groups)}
    counted = DayTally.objects.filter(status__in=UNFINISHED).aggregate(**sums)
    # A sum over no rows is null.
    return [group | {"tickets": counted[str(place)] or 0} for place, group in enumerate(groups)]


def _came(group: dict[str, Any]) -> Q:
    came = Q()
    if group["created_from"]:
        came &= Q(day__gte=group["created_from"])
    if group["created_to"]:
        came &= Q(day__lte=group["created_to"])
    return came
