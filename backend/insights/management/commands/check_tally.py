"""`manage.py check_tally`: compares the tallies with the tickets."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from insights.checks import check_tally_time_zone, check_zone_rules
from insights.selectors.tally import tally_differences

SHOWN_MAX = 20


class Command(BaseCommand):
    """Compare the tallies with a count of all tickets."""

    help = (
        "Compare the tallies of the statistics with a count of all tickets, and the rules of TIME_ZONE by which they"
        " count days with this server's. Fails if they differ."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for warning in check_tally_time_zone(databases=["default"]):
            self.stderr.write(warning.msg)
        differences = tally_differences()
        for difference in differences[:SHOWN_MAX]:
            key = ", ".join(str(part) for part in difference.key)
            self.stdout.write(f"{difference.tally} ({key}): {difference.stored} stored, {difference.counted} counted")
        if len(differences) > SHOWN_MAX:
            self.stdout.write(f"... and {len(differences) - SHOWN_MAX} more")
        if differences:
            raise CommandError(f"{len(differences)} counts differ: `manage.py rebuild_tally` corrects them.")
        for warning in check_zone_rules(databases=["default"]):
            raise CommandError(warning.msg)
        self.stdout.write("The tallies agree with the tickets.")
