"""`manage.py load_demo`: loads the demonstration data into an empty database."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from demo import DemoTicket, tickets
from tickets.models import Ticket
from transfer.services.past_tickets import HistoryChange, ticket_import


class Command(BaseCommand):
    """Load the demonstration tickets with their history in one transaction."""

    help = "Load 300 realistic tickets, spread over the last sixty days. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="load even if the database holds other tickets")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demo = tickets(timezone.localtime())
        except ValueError as problem:
            raise CommandError(f"The demonstration cannot be read: {problem}") from problem
        loaded = _count_loaded(demo)
        if loaded:
            self.stdout.write(
                f"The demonstration is loaded already ({loaded} of {len(demo)} tickets); nothing changed."
            )
            return
        others = Ticket.objects.count()
        if others and not options["force"]:
            raise CommandError(
                f"This database holds tickets that are not the demonstration's ({others}); nothing was loaded. "
                "Use an empty database, or --force to load it beside them."
            )
        self.stdout.write(f"Loading {len(demo)} tickets with their history ...")
        with transaction.atomic():
            for ticket in demo:
                _load(ticket)
        days = (timezone.now() - demo[0].created_at).days
        self.stdout.write(f"Loaded {len(demo)} tickets; the oldest was created {days} days ago.")


def _count_loaded(demo: Sequence[DemoTicket]) -> int:
    """The number of imported tickets with a title and description of the demonstration."""
    return Ticket.objects.filter(
        title__in=[ticket.title for ticket in demo],
        description__in=[ticket.description for ticket in demo],
        events__field="created",
        events__actor="import",
    ).count()


def _load(ticket: DemoTicket) -> None:
    ticket_import(
        title=ticket.title,
        description=ticket.description,
        requester=ticket.requester,
        category=ticket.filed("category"),
        priority=ticket.filed("priority"),
        created_at=ticket.created_at,
        suggested=ticket.suggested,
        changes=[HistoryChange(at=change.at, field=change.field, value=change.new) for change in ticket.changes],
    )
