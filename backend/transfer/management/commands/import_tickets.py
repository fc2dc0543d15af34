"""`manage.py import_tickets FILE`: imports tickets from another desk or from an export of this one."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.progress import Progress
from transfer.services import ColumnError, ImportSummary, InvalidFileError, import_tickets, parse_column_map


class Command(BaseCommand):
    """Import a file, or resume its import."""

    help = (
        "Import tickets from a .csv or .jsonl file: title and description; optionally requester, category, priority,"
        " status, created_at and updated_at (with time zone). Other columns, such as id, are ignored: tickets get new"
        " ids. Missing labels come from the keyword tier. Rejected rows are written to FILE.rejected.csv or .jsonl."
        " An interrupted import resumes when it is run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--encoding", help="default: UTF-8, or UTF-16 if the file begins with its byte order mark")
        parser.add_argument(
            "--map", action="append", default=[], metavar="title=Subject", help="our column=the file's; repeat for more"
        )
        parser.add_argument("--again", action="store_true", help="import the file although it was imported before")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        progress: list[Progress] = []
        try:
            summary = import_tickets(
                path,
                encoding=options["encoding"],
                column_map=parse_column_map(options["map"]),
                again=options["again"],
                on_start=lambda lines: progress.append(Progress(sys.stderr, path.name, lines)),
                on_progress=lambda line: progress[0].show(line),
            )
        except (InvalidFileError, ColumnError) as error:
            raise CommandError(str(error)) from error
        finally:
            for bar in progress:
                bar.end()
        self._report(summary)

    def _report(self, summary: ImportSummary) -> None:
        for line, reason in summary.first_rejected:
            self.stderr.write(f"line {line}: {reason}")
        if summary.finished_before:
            self.stdout.write(
                f"This file was imported already ({summary.imported_before} tickets); nothing changed."
                " --again imports it once more."
            )
            return
        before = f", {summary.imported_before} in earlier runs" if summary.imported_before else ""
        plural = "" if summary.imported == 1 else "s"
        self.stdout.write(f"Imported {summary.imported} ticket{plural}{before}.")
        rejected = summary.rejected + summary.rejected_before
        if rejected:
            rows = "1 row was" if rejected == 1 else f"{rejected} rows were"
            raise CommandError(f"{rows} rejected: see {summary.rejected_path.name}, beside the file.")
