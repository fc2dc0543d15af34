"""Rebuilds the tallies, which triggers keep up to date."""

from django.conf import settings
from django.db import connection, transaction


def tally_rebuild() -> None:
    """Rebuild the tallies from all tickets, by the days of TIME_ZONE. Writers wait meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ticket_tally_rebuild(%s)", [settings.TIME_ZONE])
