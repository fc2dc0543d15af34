"""Writes of tallies. Triggers of the database keep them; this counts them anew."""

from django.conf import settings
from django.db import connection, transaction


def tally_rebuild() -> None:
    """Count every ticket anew, by the days of TIME_ZONE. Writers wait meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ticket_tally_rebuild(%s)", [settings.TIME_ZONE])
