"""`manage.py check_tally`: compares the statistics' tallies with the tickets."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from insights.checks import tally_counts_our_days
from insights.selectors.tally import tally_differences

SHOWN = 20


class Command(BaseCommand):
    """Compare the tallies with a plain count over all tickets."""

    help = "Compare the tallies that statistics read with a plain count over all tickets; fails if they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        for warning in tally_counts_our_days(databases=["default"]):
            self.stderr.write(warning.msg)
        found = tally_differences()
        for one in found[:SHOWN]:
            key = ", ".join(str(part) for part in one.key)
            self.stdout.write(f"{one.tally} ({key}): {one.kept} kept, {one.counted} counted")
        if len(found) > SHOWN:
            self.stdout.write(f"... and {len(found) - SHOWN} more")
        if found:
            raise CommandError(f"{len(found)} counts differ: `manage.py rebuild_tally` puts them right.")
        self.stdout.write("The tallies agree with the tickets.")
