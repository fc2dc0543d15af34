"""`manage.py import_tickets FILE`: imports tickets from another desk or from an export of this one."""

import shlex
import sys
from argparse import BooleanOptionalAction
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.progress import Progress
from postgres.zone_names import zone_names
from transfer.services import (
    ColumnError,
    ImportOptions,
    ImportPreview,
    ImportSummary,
    InvalidFileError,
    UnknownValuesError,
    ValueMapError,
    import_preview,
    import_tickets,
    parse_column_map,
    parse_value_map,
)


class Command(BaseCommand):
    """Import a file, or resume its import."""

    help = (
        "Import tickets from a .csv or .jsonl file: title and description; optionally requester, category, priority,"
        " status, created_at and updated_at. Other columns, such as id, are ignored: tickets get new ids. Missing"
        " labels come from the keyword tier. Rejected rows are written to FILE.rejected.csv or .jsonl. An interrupted"
        " import resumes when it is run again. docs/import.md tells how files of other desks are read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--encoding", help="default: UTF-8, or UTF-16 if the file begins with its byte order mark")
        parser.add_argument(
            "--map", action="append", default=[], metavar="title=Subject", help="our column=the file's; repeat for more"
        )
        parser.add_argument(
            "--value",
            action="append",
            default=[],
            metavar="priority:Urgent=critical",
            help="column:word of the file=our label; repeat for more",
        )
        parser.add_argument("--zone", help="where times without a zone were written, as Europe/Berlin")
        parser.add_argument(
            "--day-first", action="store_true", default=None, dest="day_first", help="03/04/2026 is 3 April"
        )
        parser.add_argument(
            "--month-first", action="store_false", default=None, dest="day_first", help="03/04/2026 is 4 March"
        )
        parser.add_argument(
            "--html",
            action=BooleanOptionalAction,
            help="title and description are HTML: keep their text; default: where most descriptions of a CSV file are",
        )
        parser.add_argument("--skip-unknown", action="store_true", help="reject rows with unknown labels, go on")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen; write nothing")
        parser.add_argument("--again", action="store_true", help="import the file although it was imported before")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        progress: list[Progress] = []
        try:
            how = _options(options)
            if options["dry_run"]:
                self.stdout.write("\n".join(_preview_lines(import_preview(path, options=how))))
                return
            summary = import_tickets(
                path,
                options=how,
                again=options["again"],
                on_start=lambda lines: progress.append(Progress(sys.stderr, path.name, lines)),
                on_progress=lambda line: progress[0].show(line),
            )
        except UnknownValuesError as error:
            raise CommandError("\n".join(_unknown_lines(error.unknown.most_common()))) from error
        except (InvalidFileError, ColumnError, ValueMapError) as error:
            raise CommandError(str(error)) from error
        finally:
            for bar in progress:
                bar.end()
        self._report(summary)

    def _report(self, summary: ImportSummary) -> None:
        for notice in _line_list(summary.first_notices, summary.notices):
            self.stderr.write(notice)
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
        for said in _file_lines(summary.left_out, html=summary.html, decided=summary.html_decided):
            self.stdout.write(said)
        rejected = summary.rejected + summary.rejected_before
        if rejected:
            rows = "1 row was" if rejected == 1 else f"{rejected} rows were"
            raise CommandError(f"{rows} rejected: see {summary.rejected_path.name}, beside the file.")


def _options(options: dict[str, Any]) -> ImportOptions:
    zone = options["zone"]
    if zone is not None and zone not in zone_names():
        raise CommandError(f"--zone must be UTC or an area and a place, such as Europe/Berlin, not {zone}.")
    return ImportOptions(
        encoding=options["encoding"],
        column_map=parse_column_map(options["map"]),
        value_map=parse_value_map(options["value"]),
        zone=ZoneInfo(zone) if zone else None,
        day_first=options["day_first"],
        html=options["html"],
        skip_unknown=options["skip_unknown"],
    )


def _preview_lines(preview: ImportPreview) -> Iterator[str]:
    yield f"{'would be imported':<32}{preview.importable:>8}"
    yield f"{'would be rejected':<32}{preview.rejected:>8}"
    for (column, label), count in sorted(preview.labels.items()):
        what = f"{column}: {label}" if label else f"{column}: chosen by keywords"
        yield f"  {what:<30}{count:>8}"
    yield from _file_lines(preview.left_out, html=preview.html, decided=preview.html_decided)
    for (column, word, label), count in sorted(preview.findings.translated.items()):
        yield f"{column}: {word} is read as {label} ({count})"
    yield from _line_list(preview.findings.notices, preview.notices)
    yield from (f"line {line}: {reason}" for line, reason in preview.first_rejected)
    if preview.findings.unknown:
        yield from _unknown_lines(preview.findings.unknown.most_common())
    yield "Nothing was written."


def _file_lines(left_out: Mapping[str, int], *, html: int, decided: bool) -> Iterator[str]:
    # A spreadsheet writes separators for columns that it once had.
    counts = ", ".join(f"{name or '(no name)'} ({count})" for name, count in left_out.items() if name or count)
    if counts:
        yield f"Columns that are left out, with their filled cells: {counts}."
    if decided:
        yield f"Descriptions that look like HTML: {html}. HTML was turned into text; --no-html keeps it."
    elif html:
        yield f"Descriptions that look like HTML: {html}. --html turns HTML into text."


def _line_list(shown: Sequence[tuple[int, str]], total: int) -> Iterator[str]:
    yield from (f"line {line}: {text}" for line, text in shown)
    if total > len(shown):
        yield f"... and {total - len(shown)} more such times"


def _unknown_lines(unknown: Sequence[tuple[tuple[str, str], int]]) -> Iterator[str]:
    yield "These values are not known, so nothing is imported:"
    yield from (f"  {column}: {word} ({count})" for (column, word), count in unknown)
    (column, word), _ = unknown[0]
    yield f"Say what they mean: --value {shlex.quote(f'{column}:{word}=LABEL')}. --skip-unknown rejects their rows."
