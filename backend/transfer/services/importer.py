"""Runs an import in batches, one transaction each. A second run resumes after the last committed batch."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models.functions import Now

from postgres.locks import FILE_IMPORT, LockTimeoutError, advisory_lock
from transfer.models import ImportedFile
from transfer.services.bulk_insert import bulk_insert
from transfer.services.keyword_labels import NewTicket, add_labels
from transfer.services.options import ImportOptions
from transfer.services.preview import ImportPreview, preview_batches
from transfer.services.readers import FileRow, InvalidFileError, columns_left_out, inspect_file, read_rows
from transfer.services.rejected_rows import RejectedRowsFile
from transfer.services.validation import DEFAULTS, ValidatedBatch, validate_batch

# Large enough to make the cost of a transaction negligible. The limit in characters bounds the memory.
BATCH_ROWS: Final = 1000
BATCH_CHARACTERS: Final = 4_000_000
LOCK_TIMEOUT: Final = 30.0  # seconds; the last transaction of a killed import may still be running
REJECTED_SHOWN: Final = 20


class UnknownValuesError(InvalidFileError):
    """The file has labels that nobody has explained; `unknown` counts them by column and word."""

    def __init__(self, unknown: Counter[tuple[str, str]]) -> None:
        super().__init__("Some values are not known.")
        self.unknown = unknown


@dataclass(slots=True)
class ImportSummary:
    """The counts of this run, and those of earlier runs of the same file."""

    rejected_path: Path
    imported: int = 0
    rejected: int = 0
    imported_before: int = 0
    rejected_before: int = 0
    finished_before: bool = False
    first_rejected: list[tuple[int, str]] = field(default_factory=list)
    notices: int = 0
    first_notices: list[tuple[int, str]] = field(default_factory=list)


def import_tickets(
    path: Path,
    *,
    options: ImportOptions = DEFAULTS,
    again: bool = False,
    on_start: Callable[[int], None] = lambda lines: None,
    on_progress: Callable[[int], None] = lambda line: None,
) -> ImportSummary:
    """Import a file, or resume its import. `again` imports a finished file once more.

    `on_start` gets the number of lines, `on_progress` the current line after each batch. Raises InvalidFileError, and
    UnknownValuesError before anything is written.
    """
    file = inspect_file(path)
    on_start(file.lines)
    with _import_lock(file.digest):
        state = _begin(file.digest, path, options, again=again)
        rejected_file = RejectedRowsFile(path, state.rejected_bytes) if not state.finished_at else None
        summary = ImportSummary(rejected_path=path.with_suffix(f".rejected{path.suffix.lower()}"))
        summary.imported_before, summary.rejected_before = state.imported, state.rows - state.imported
        if rejected_file is None:
            summary.finished_before = True
            return summary
        for batch, tickets in add_labels(_validated(path, options, start=state.rows)):
            _import_batch(batch, tickets, state, rejected_file, summary)
            on_progress(batch.line)
        ImportedFile.objects.filter(pk=state.pk).update(finished_at=Now())
    return summary


def import_preview(path: Path, *, options: ImportOptions = DEFAULTS) -> ImportPreview:
    """What an import of the whole file would do. Writes nothing. Raises InvalidFileError."""
    preview = preview_batches(_validated(path, options))
    preview.left_out = columns_left_out(path, encoding=options.encoding, column_map=options.column_map)
    return preview


def _begin(digest: str, path: Path, options: ImportOptions, *, again: bool) -> ImportedFile:
    """The progress so far. Checks the whole file before a new import; nothing is written if that fails."""
    state = ImportedFile.objects.filter(digest=digest).first()
    if state and state.finished_at and not again:
        return state
    if state and state.rows and not state.finished_at:
        if state.options != options.as_text():
            raise InvalidFileError("The import of this file began with other options. Run it again with those.")
        return state
    unknown = import_preview(path, options=options).findings.unknown
    if unknown and not options.skip_unknown:
        raise UnknownValuesError(unknown)
    if state:
        state.delete()
    return ImportedFile.objects.create(digest=digest, options=options.as_text())


def _validated(path: Path, options: ImportOptions, start: int = 0) -> Iterator[ValidatedBatch]:
    rows = read_rows(path, encoding=options.encoding, column_map=options.column_map)
    return (validate_batch(batch, options) for batch in _batches(islice(rows, start, None)))


def _batches(rows: Iterator[FileRow]) -> Iterator[list[FileRow]]:
    batch: list[FileRow] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row.raw)
        if len(batch) == BATCH_ROWS or size > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _import_batch(
    batch: ValidatedBatch,
    tickets: list[NewTicket],
    state: ImportedFile,
    rejected_file: RejectedRowsFile,
    summary: ImportSummary,
) -> None:
    # The tickets and the progress of the import are committed together.
    with transaction.atomic():
        reasons = bulk_insert(tickets)
        rejected = batch.rejected + [(batch.rows[index], reason) for index, reason in reasons.items()]
        rejected.sort(key=lambda item: item[0].line)
        imported = len(tickets) - len(reasons)
        state.rows += imported + len(rejected)
        state.imported += imported
        state.rejected_bytes = rejected_file.append(rejected)
        state.save(update_fields=["rows", "imported", "rejected_bytes"])
    summary.imported += imported
    summary.rejected += len(rejected)
    summary.notices += len(batch.findings.notices)
    summary.first_notices += batch.findings.notices[: REJECTED_SHOWN - len(summary.first_notices)]
    room = REJECTED_SHOWN - len(summary.first_rejected)
    summary.first_rejected += [(row.line, reason) for row, reason in rejected[:room]]


@contextmanager
def _import_lock(digest: str) -> Iterator[None]:
    """Prevents two imports of the same file at once. PostgreSQL releases the lock when the connection ends."""
    try:
        with advisory_lock(*lock_key(digest), timeout=LOCK_TIMEOUT):
            yield
    except LockTimeoutError:
        raise InvalidFileError("This file is being imported by another process.") from None


def lock_key(digest: str) -> tuple[int, int]:
    """The key of the advisory lock on the file with this digest."""
    return FILE_IMPORT, int(digest[:7], 16)
