"""`manage.py import_tickets FILE`: takes in the tickets of another desk, or of this one."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.progress import Progress
from transfer.services import BadFileError, Summary, import_tickets


class Command(BaseCommand):
    """Import one file, or the rest of it."""

    help = (
        "Import tickets from a .csv or .jsonl file: title and description; optionally requester, category, priority,"
        " status, created_at and updated_at (with zone). Other columns are left out, the id too: tickets get new"
        " numbers. Missing labels come from the keywords. Rows that cannot be taken are kept in FILE.rejected.csv or"
        " .jsonl. Stopped half-way, run it again: it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--encoding", help="UTF-8, or UTF-16 where its mark stands at the beginning, if not given")
        parser.add_argument("--again", action="store_true", help="although this very file was imported before")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        progress: list[Progress] = []
        try:
            summary = import_tickets(
                path,
                encoding=options["encoding"],
                again=options["again"],
                begin=lambda lines: progress.append(Progress(sys.stderr, path.name, lines)),
                show=lambda line: progress[0].show(line),
            )
        except BadFileError as error:
            raise CommandError(str(error)) from error
        finally:
            for one in progress:
                one.end()
        self._report(summary)

    def _report(self, summary: Summary) -> None:
        for line, reason in summary.first_rejected:
            self.stderr.write(f"line {line}: {reason}")
        if summary.finished_before:
            self.stdout.write(
                f"This file was imported already ({summary.imported_before} tickets); nothing changed."
                " --again imports it once more."
            )
            return
        before = f", after {summary.imported_before} before" if summary.imported_before else ""
        plural = "" if summary.imported == 1 else "s"
        self.stdout.write(f"Imported {summary.imported} ticket{plural}{before}.")
        rejected = summary.rejected + summary.rejected_before
        if rejected:
            rows = "1 row was" if rejected == 1 else f"{rejected} rows were"
            raise CommandError(f"{rows} not taken: see {summary.rejected_to.name}, beside the file.")
