"""`manage.py apply_erasures`: erases the tickets again that an older backup has brought back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasures.services import desk_id, erased_list
from tickets.services import erasures_apply


class Command(BaseCommand):
    """Apply the list of erased tickets. Every start runs this."""

    help = "Erase the tickets on the list of erased tickets, which an older backup has brought back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--restored", action="store_true", help="say also what the list cannot know")

    def handle(self, *args: Any, **options: Any) -> None:
        stored = erased_list()
        existed = stored.exists()
        try:
            erased = erasures_apply()
        except OSError as error:
            raise CommandError(f"The list of erased tickets cannot be used: {error}") from None
        said = []
        if erased or options["restored"]:
            said.append(
                f"{erased} erased ticket{'' if erased == 1 else 's'} came back and {_verb(erased)} erased again"
            )
        if options["restored"]:
            foreign = sum(line.desk != desk_id() for line in stored.read())
            if foreign:
                said.append(f"{foreign} on this machine's list of another desk: not applied")
            if not existed:
                said.append("this machine had no list: only what was erased before the backup is known")
        if said:
            self.stdout.write("; ".join(said))


def _verb(count: int) -> str:
    return "is" if count == 1 else "are"
