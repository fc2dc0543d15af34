"""The Django app `insights`."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class InsightsConfig(AppConfig):
    """Counts and statistics from tallies."""

    name = "insights"
    verbose_name = "Insights"

    def ready(self) -> None:
        """Register the system check."""
        from insights.checks import check_tally_time_zone, check_zone_rules

        register(check_tally_time_zone, Tags.database)
        register(check_zone_rules, Tags.database)
