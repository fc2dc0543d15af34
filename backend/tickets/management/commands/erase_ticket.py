"""`manage.py erase_ticket ID`: erases a ticket, its history and its notes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasures.services.statistics import statistics_renew
from tickets.models import Ticket
from tickets.services import ticket_erase


class Command(BaseCommand):
    """Erase one ticket after a confirmation."""

    help = "Erase a ticket, its history and its notes for good."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int, help="the id of the ticket")
        parser.add_argument("--yes", action="store_true", help="skip the confirmation")

    def handle(self, *args: Any, **options: Any) -> None:
        ticket_id = options["id"]
        if not options["yes"]:
            answer = input(f"Erase ticket {ticket_id}, its history and its notes for good? Type its id to confirm: ")
            if answer.strip() != str(ticket_id):
                raise CommandError("Nothing was erased.")
        try:
            ticket_erase(ticket_id=ticket_id, actor="command")
        except Ticket.DoesNotExist:
            raise CommandError(f"There is no ticket {ticket_id}.") from None
        except OSError as error:
            raise CommandError(f"Nothing was erased: the list of erased tickets cannot be written ({error}).") from None
        statistics_renew()
        self.stdout.write(f"Ticket {ticket_id}, its history and its notes are erased.")
