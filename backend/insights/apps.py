"""The Django app `insights`."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Counts and statistics from tallies."""

    name = "insights"
    verbose_name = "Insights"

    def ready(self) -> None:
        """Register the system checks."""
        from insights import checks  # noqa: F401 (the import registers them)
