"""`manage.py redact_value TICKET [NAME ...]`: lists the values of a ticket, or redacts some of them."""

import sys
from getpass import getpass
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasures.services.statistics import statistics_renew
from tickets.models import Ticket
from tickets.redaction.selectors import StoredValue, parse_name
from tickets.redaction.services import NoSuchValueError, Redaction, values_of, values_redact

SHOWN: Final = 60  # characters


class Command(BaseCommand):
    """Redact values of one ticket after a confirmation."""

    help = (
        "Redact values of a ticket for good: a title, a description, a requester, as it is or was, or a note."
        " Without names it lists what there is. The same text elsewhere in the history and the notes goes with it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ticket", type=int, help="the number of the ticket")
        parser.add_argument("names", nargs="*", metavar="name", help="as listed, such as description:0 or note:12")
        parser.add_argument(
            "--containing",
            action="store_true",
            help="redact each former value and note that contains a text, which is asked for, or read from stdin",
        )
        parser.add_argument("--present", action="store_true", help="with --containing: also what the ticket says now")
        parser.add_argument("--yes", action="store_true", help="skip the confirmation")

    def handle(self, *args: Any, **options: Any) -> None:
        ticket, names = options["ticket"], options["names"]
        if names and options["containing"]:
            raise CommandError("Give names, or --containing, not both.")
        try:
            if options["containing"]:
                names = self._containing(ticket, present=options["present"])
            elif not names:
                self._list(values_of(ticket))
                return
            parsed = [_parsed(name) for name in names]
            if not options["yes"]:
                _confirm(ticket, names)
            done = values_redact(ticket_id=ticket, names=parsed, actor="command")
        except Ticket.DoesNotExist:
            raise CommandError(f"There is no ticket {ticket}.") from None
        except NoSuchValueError as error:
            raise CommandError(f"Nothing was redacted: {error}") from None
        except OSError as error:
            raise CommandError(
                f"Nothing was redacted: the list of erased tickets cannot be written ({error})."
            ) from None
        statistics_renew()
        self._report(done)

    def _containing(self, ticket: int, *, present: bool) -> list[str]:
        # Not an argument, which the shell keeps and other people of the machine can see.
        text = getpass("Text: ") if sys.stdin.isatty() else sys.stdin.read().removesuffix("\n")
        if not text:
            raise CommandError("Nothing was redacted: the text is empty.")
        found = [value for value in values_of(ticket, containing=text) if value.found and value.stands]
        chosen = [value.name for value in found if present or not value.present]
        if not chosen:
            kept = ", but what the ticket says now does: add --present" if found else ""
            raise CommandError(f"Nothing was redacted: no former value or note contains this text{kept}.")
        return chosen

    def _list(self, values: list[StoredValue]) -> None:
        for value in values:
            if value.start is None and not value.redacted:
                continue
            text = "(redacted)" if value.redacted else " ".join((value.start or "").split())[:SHOWN]
            now = "now" if value.present else ""
            self.stdout.write(f"{value.name:<18} {value.since:%Y-%m-%d %H:%M}  {value.by or '':<14} {now:<4} {text}")

    def _report(self, done: Redaction) -> None:
        names = ", ".join(value.name for value in done.redacted)
        self.stdout.write(f"Redacted: {names}.")
        for value in done.left:
            self.stdout.write(f"The same text still is the ticket's {value.field}: redact {value.name} too.")


def _parsed(name: str) -> tuple[str, int]:
    try:
        return parse_name(name)
    except ValueError:
        raise CommandError(
            f"Nothing was redacted: {name} is no name of a value; without names, they are listed."
        ) from None


def _confirm(ticket: int, names: list[str]) -> None:
    prompt = f"Redact {', '.join(names)} of ticket {ticket} for good? Type the number of the ticket to confirm: "
    try:
        answer = input(prompt)
    except EOFError:
        raise CommandError("Nothing was redacted: there is nobody to confirm; say --yes.") from None
    if answer.strip() != str(ticket):
        raise CommandError("Nothing was redacted.")
