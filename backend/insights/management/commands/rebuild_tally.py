"""`manage.py rebuild_tally`: rebuilds the tallies of the statistics."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from insights.services import tally_rebuild


class Command(BaseCommand):
    """Rebuild the tallies."""

    help = (
        "Rebuild the tallies of the statistics, by the days of TIME_ZONE. Needed after a change of TIME_ZONE or of its"
        " rules."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tally_rebuild()
        self.stdout.write(f"The tallies are rebuilt by the days of {settings.TIME_ZONE}.")
