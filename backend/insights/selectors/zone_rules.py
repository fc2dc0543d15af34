"""Compares the rules of TIME_ZONE by which the tallies count with those by which lists select and pages show."""

from datetime import UTC, datetime
from itertools import zip_longest

from django.conf import settings
from django.db import connection

from insights.selectors.tally import tally_zone
from postgres.zone_offsets import zone_offsets


def first_difference() -> datetime | None:
    """The first moment from which the two differ; None if they agree, or if there are no tallies of TIME_ZONE yet."""
    if tally_zone() != settings.TIME_ZONE:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT ticket_tally_changes(), ticket_tally_offsets()")
        changes, offsets = cursor.fetchone()
    rules = zone_offsets(settings.TIME_ZONE)
    counted, known = zip([0, *changes], offsets, strict=True), zip([0, *rules.changes], rules.offsets, strict=True)
    for ours, theirs in zip_longest(counted, known):
        if ours != theirs:
            at = min(change for change, _ in filter(None, (ours, theirs)))
            return datetime.fromtimestamp(at, UTC)
    return None
