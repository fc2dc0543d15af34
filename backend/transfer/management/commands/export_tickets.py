"""`manage.py export_tickets FILE`: exports all tickets, oldest first, in the format of import_tickets."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from console import encryption
from console.progress import Progress
from insights.selectors.counts import ticket_counts
from tickets.queue.selectors.columns import TicketRow
from tickets.queue.selectors.selection import Selection, Sort
from transfer.selectors import ticket_batches
from transfer.services import FORMATS, WorkbookTooLargeError, export_lines, write_workbook


class Command(BaseCommand):
    """Export all tickets to a file."""

    help = (
        "Export all tickets to FILE.csv, FILE.jsonl or FILE.xlsx. In CSV, a cell that a spreadsheet would run as a"
        " formula is prefixed with an apostrophe, which import_tickets removes. A workbook cannot be imported. History"
        " and notes are not exported; a backup holds them. With --recipient the file is encrypted, and its name ends in"
        " .age too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            metavar="KEY",
            help="encrypt to this public key of age (age1...) or OpenSSH; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            self._keys = encryption.recipients(options["recipient"]) if options["recipient"] else []
        except encryption.EncryptionError as error:
            raise CommandError(f"--recipient: {error}") from error
        suffixes = [suffix.lower().removeprefix(".") for suffix in path.suffixes]
        if (suffixes[-1:] == ["age"]) is not bool(self._keys):
            raise CommandError(f"{path}: a name that ends in .age and --recipient go together.")
        kind = ([""] + (suffixes[:-1] if self._keys else suffixes))[-1]
        if kind not in (*FORMATS, "xlsx"):
            raise CommandError(
                f"{path}: the name must end in .csv, .jsonl or .xlsx{', and .age' if self._keys else ''}."
            )
        self._progress = Progress(sys.stderr, path.name, ticket_counts({})["total"])
        self._done = 0
        self._folder = path.parent
        part = path.with_name(f"{path.name}.part")
        try:
            # It holds ticket text, so only its owner may read it.
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                if self._keys:
                    self._write_encrypted(kind, file)
                else:
                    self._write(kind, file)
            part.replace(path)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from error
        except WorkbookTooLargeError as error:
            raise CommandError(f"{path}: {error.__cause__}.") from error
        finally:
            self._progress.end()
            with suppress(OSError):
                part.unlink(missing_ok=True)
        self.stdout.write(f"Exported {self._done} ticket{'' if self._done == 1 else 's'}.")

    def _write(self, kind: str, file: IO[bytes]) -> None:
        if kind == "xlsx":
            write_workbook(file, self._batches())
            return
        for text in export_lines(kind, self._batches()):
            file.write(text.encode())

    def _write_encrypted(self, kind: str, file: IO[bytes]) -> None:
        if kind != "xlsx":
            lines = export_lines(kind, self._batches())
            encryption.encrypt_chunks((text.encode() for text in lines), file, self._keys)
            return
        # A workbook is complete only at its end. This file has no name, and is gone when it is closed.
        with TemporaryFile(dir=self._folder) as plain:
            self._write(kind, plain)
            plain.seek(0)
            encryption.encrypt(plain, file, self._keys)

    def _batches(self) -> Iterator[list[TicketRow]]:
        for batch in ticket_batches(Selection(sort=Sort.OLDEST)):
            yield batch
            self._done += len(batch)
            self._progress.show(self._done)
