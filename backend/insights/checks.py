"""System checks of the tallies."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from insights.selectors.tally import tally_zone
from insights.selectors.zone_rules import first_difference

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


def check_zone_rules(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.Warning]:
    """Warns if the tallies were built by other rules of TIME_ZONE than Python's, as after an update of those."""
    if not databases:
        return []
    try:
        differs = first_difference()
    except DatabaseError:
        return []  # as above
    if differs is None:
        return []
    return [
        checks.Warning(
            f"The rules of TIME_ZONE {settings.TIME_ZONE} have changed since the statistics were built, first at"
            f" {differs:%Y-%m-%dT%H:%MZ}: near midnight, lists and statistics may count a ticket on different days."
            " Run `manage.py rebuild_tally`.",
            id="tickets.W002",
        )
    ]


def log_time_zone_warning() -> None:
    """Log the warnings of the checks, when the server starts."""
    for check in (check_tally_time_zone, check_zone_rules):
        for warning in check(databases=["default"]):
            logger.warning(warning.msg)
    connection.close()
