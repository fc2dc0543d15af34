"""`manage.py load_demo`: fills an empty database with the demonstration, once."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from demo import DemoTicket, tickets
from tickets.models import Ticket
from transfer.services.past_tickets import Step, ticket_import


class Command(BaseCommand):
    """Load the demonstration's tickets with their history, all or none."""

    help = "Load 300 realistic tickets, spread over the last sixty days. Loading again does nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="load beside tickets that are there already")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demo = tickets(timezone.localtime())
        except ValueError as problem:
            raise CommandError(f"The demonstration cannot be read: {problem}") from problem
        here = _how_many_are_here(demo)
        if here:
            self.stdout.write(f"The demonstration is loaded already ({here} of {len(demo)} tickets); nothing changed.")
            return
        others = Ticket.objects.count()
        if others and not options["force"]:
            raise CommandError(
                f"This database holds tickets that are not the demonstration's ({others}); nothing was loaded. "
                "Use an empty database, or --force to load it beside them."
            )
        self.stdout.write(f"Loading {len(demo)} tickets with their history ...")
        with transaction.atomic():
            for one in demo:
                _load(one)
        days = (timezone.now() - demo[0].created_at).days
        self.stdout.write(f"Loaded {len(demo)} tickets; the oldest was filed {days} days ago.")


def _how_many_are_here(demo: Sequence[DemoTicket]) -> int:
    """Tickets that were imported with a title and text of the demonstration; typed ones do not count."""
    return Ticket.objects.filter(
        title__in=[one.title for one in demo],
        description__in=[one.description for one in demo],
        events__field="created",
        events__actor="import",
    ).count()


def _load(one: DemoTicket) -> None:
    ticket_import(
        title=one.title,
        description=one.description,
        requester=one.requester,
        category=one.filed("category"),
        priority=one.filed("priority"),
        created_at=one.created_at,
        suggested=one.suggested,
        steps=[Step(at=change.at, field=change.field, value=change.new) for change in one.changes],
    )
