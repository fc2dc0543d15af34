"""Compares PostgreSQL's rules of a time zone with Python's: tallies take their days from one, lists from the other."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import connection

# Each day since the first possible ticket, and each hour of the days that are counted now and soon.
OFFSETS = """
SELECT at, extract(epoch FROM (at AT TIME ZONE %(zone)s) - (at AT TIME ZONE 'UTC'))::integer
FROM (
    SELECT generate_series('1970-01-01Z'::timestamptz, now() - interval '1 year', '1 day') AS at
    UNION ALL
    SELECT generate_series(date_trunc('hour', now() - interval '1 year'), now() + interval '2 years', '1 hour')
) AS probes
ORDER BY at
"""


def first_difference(zone: str) -> datetime | None:
    """The first probed moment since 1970 at which the two disagree on the offset of the zone; None if they agree."""
    rules = ZoneInfo(zone)
    with connection.cursor() as cursor:
        cursor.execute(OFFSETS, {"zone": zone})
        for at, seconds in cursor:
            offset = at.astimezone(rules).utcoffset()
            if offset is None or offset.total_seconds() != seconds:
                return datetime.fromtimestamp(at.timestamp(), UTC)
    return None
