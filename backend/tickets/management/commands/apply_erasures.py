"""`manage.py apply_erasures`: erases the tickets and values again that an older backup has brought back."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasures.services import desk_id, erased_list, erased_list_merge
from erasures.services.erased_list import Contents, contents
from tickets.redaction.services import values_redact_again
from tickets.services import erasures_apply


class Command(BaseCommand):
    """Apply the list of erased tickets. Every start runs this."""

    help = "Erase what is on the list of erased tickets and redacted values, and came back with an older backup."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--restored", action="store_true", help="say also what the list cannot know")
        parser.add_argument("--unite", action="store_true", help="add the lines of the list on stdin, a backup's")

    def handle(self, *args: Any, **options: Any) -> None:
        existed = erased_list().exists()
        backup = contents(sys.stdin.buffer.read()) if options["unite"] else Contents([], [])
        try:
            stored = erased_list_merge(backup.lines)
            erased = erasures_apply(stored.lines)
            redacted = values_redact_again(stored.lines)
        except OSError as error:
            raise CommandError(f"The list of erased tickets cannot be used: {error}") from None
        said = []
        if erased or options["restored"]:
            said.append(
                f"{erased} erased ticket{'' if erased == 1 else 's'} came back and {_verb(erased)} erased again"
            )
        if redacted:
            plural = "" if redacted == 1 else "s"
            said.append(f"{redacted} redacted value{plural} came back and {_verb(redacted)} redacted again")
        for place, read in ((str(erased_list().path), stored), ("the backup's list", backup)):
            said += [f"{place}: {_unreadable(read.damaged)}, and not applied"] if read.damaged else []
        if options["restored"]:
            said += _unknown(stored, existed=existed, united=options["unite"])
        if said:
            self.stdout.write("; ".join(said))


def _unknown(stored: Contents, *, existed: bool, united: bool) -> list[str]:
    """What a restore cannot know."""
    foreign = sum(line.desk != desk_id() for line in stored.lines)
    said = [f"{foreign} on this machine's list of another desk: not applied"] if foreign else []
    if not united:
        said.append("the backup has no list of its own")
    if not existed:
        said.append("this machine had no list: only what was erased before the backup is known")
    return said


def _unreadable(lines: list[int]) -> str:
    if len(lines) == 1:
        return f"line {lines[0]} cannot be read"
    return f"{len(lines)} lines from {lines[0]} on cannot be read"


def _verb(count: int) -> str:
    return "is" if count == 1 else "are"
