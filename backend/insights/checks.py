"""System checks of the tallies."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from insights.selectors.tally import tally_zone

logger = logging.getLogger(__name__)


def check_tally_time_zone(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.Warning]:
    """Warns if TIME_ZONE is not the time zone for which the tallies were built."""
    if not databases:
        return []
    try:
        zone = tally_zone()
    except DatabaseError:
        return []  # the command that runs the checks will report it
    if zone in {None, settings.TIME_ZONE}:
        return []
    return [
        checks.Warning(
            f"Statistics still count the days of {zone}, but TIME_ZONE is {settings.TIME_ZONE}:"
            " run `manage.py rebuild_tally`.",
            id="tickets.W001",
        )
    ]


def log_time_zone_warning() -> None:
    """Log the warning of the check, when the server starts."""
    for warning in check_tally_time_zone(databases=["default"]):
        logger.warning(warning.msg)
    connection.close()
