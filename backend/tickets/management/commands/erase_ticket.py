"""`manage.py erase_ticket ID`: removes a ticket, its history and its notes for good."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tickets.models import Ticket
from tickets.services import ticket_erase


class Command(BaseCommand):
    """Erase one ticket, after asking."""

    help = "Remove a ticket, its history and its notes for good."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int, help="the ticket's number")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["id"]
        if not options["yes"]:
            answer = input(f"Erase ticket {number}, its history and its notes for good? Type its number to go on: ")
            if answer.strip() != str(number):
                raise CommandError("Nothing was erased.")
        try:
            ticket_erase(ticket_id=number)
        except Ticket.DoesNotExist:
            raise CommandError(f"There is no ticket {number}.") from None
        self.stdout.write(f"Ticket {number}, its history and its notes are gone.")
