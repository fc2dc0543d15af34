"""Rebuilds the tallies, which triggers keep up to date."""

from django.conf import settings
from django.db import connection, transaction

from postgres.zone_offsets import zone_offsets


def tally_rebuild() -> None:
    """Rebuild the tallies from all tickets, by the days of TIME_ZONE. Writers wait meanwhile."""
    rules = zone_offsets(settings.TIME_ZONE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ticket_tally_rebuild(%s, %s, %s)", [settings.TIME_ZONE, rules.changes, rules.offsets])
