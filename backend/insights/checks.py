"""What Django's system check asks of this app's data."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register  # noqa: A004 (Django's name for it)
from django.db import DatabaseError, connection

from insights.selectors.tally import tally_zone

logger = logging.getLogger(__name__)


@register(Tags.database)
def tally_counts_our_days(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[Warning]:
    """Statistics count the days of the time zone the tallies were built for: after a change they want a rebuild."""
    if not databases:
        return []
    try:
        zone = tally_zone()
    except DatabaseError:
        return []  # whoever asks is about to be told so by the database
    if zone in {None, settings.TIME_ZONE}:
        return []
    return [
        Warning(
            f"Statistics still count the days of {zone}, but TIME_ZONE is {settings.TIME_ZONE}:"
            " run `manage.py rebuild_tally`.",
            id="tickets.W001",
        )
    ]


def report_other_days() -> None:
    """The same as a line in the log, for a server that starts."""
    for warning in tally_counts_our_days(databases=["default"]):
        logger.warning(warning.msg)
    connection.close()
