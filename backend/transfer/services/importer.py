"""Runs an import in batches, one transaction each. A second run resumes after the last committed batch."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models.functions import Now

from postgres.locks import FILE_IMPORT, LockTimeoutError, advisory_lock
from transfer.models import ImportedFile
from transfer.services.bulk_insert import bulk_insert
from transfer.services.keyword_labels import NewTicket, add_labels
from transfer.services.lines import FileRow, InvalidFileError
from transfer.services.options import ImportOptions
from transfer.services.preview import ImportPreview, preview_batches
from transfer.services.readers import inspect_file, is_foreign_csv, read_rows
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
    """The counts of this run and of earlier runs of the same file. What ImportPreview has too is of the whole file."""

    rejected_path: Path
    imported: int = 0
    rejected: int = 0
    imported_before: int = 0
    rejected_before: int = 0
    finished_before: bool = False
    first_rejected: list[tuple[int, str]] = field(default_factory=list)
    notices: int = 0
    first_notices: list[tuple[int, str]] = field(default_factory=list)
    html: int = 0
    html_decided: bool = False
    left_out: Counter[str] = field(default_factory=Counter)


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
    summary = ImportSummary(rejected_path=path.with_suffix(f".rejected{path.suffix.lower()}"))
    with _import_lock(file.digest):
        state = ImportedFile.objects.filter(digest=file.digest).first()
        if not state or again or not state.finished_at:
            preview = import_preview(path, options=options)
            summary.html, summary.html_decided, summary.left_out = preview.html, preview.html_decided, preview.left_out
            state = _begin(file.digest, state, options, preview)
        summary.imported_before, summary.rejected_before = state.imported, state.rows - state.imported
        if state.finished_at:
            summary.finished_before = True
            return summary
        rejected_file = RejectedRowsFile(path, state.rejected_bytes)
        decided = replace(options, html=options.html or summary.html_decided)
        for batch, tickets in add_labels(_validated(path, decided, start=state.rows)):
            _import_batch(batch, tickets, state, rejected_file, summary)
            on_progress(batch.line)
        ImportedFile.objects.filter(pk=state.pk).update(finished_at=Now())
    return summary


def import_preview(path: Path, *, options: ImportOptions = DEFAULTS) -> ImportPreview:
    """What an import of the whole file would do. Writes nothing. Raises InvalidFileError."""
    left_out: Counter[str] = Counter()
    preview = preview_batches(_validated(path, options, left_out=left_out))
    most_are_html = 2 * preview.html > preview.importable
    if options.html is None and most_are_html and is_foreign_csv(path, encoding=options.encoding):
        html = preview.html
        preview = preview_batches(_validated(path, replace(options, html=True)))
        preview.html, preview.html_decided = html, True
    preview.left_out = left_out
    return preview


def _begin(digest: str, state: ImportedFile | None, options: ImportOptions, preview: ImportPreview) -> ImportedFile:
    """The progress so far: that of a run that was interrupted, or of a new one, if the whole file was understood."""
    if state and state.rows and not state.finished_at:
        if state.options != options.as_text():
            raise InvalidFileError("The import of this file began with other options. Run it again with those.")
        return state
    unknown = preview.findings.unknown
    if unknown and not options.skip_unknown:
        raise UnknownValuesError(unknown)
    if state:
        state.delete()
    return ImportedFile.objects.create(digest=digest, options=options.as_text())


def _validated(
    path: Path, options: ImportOptions, *, start: int = 0, left_out: Counter[str] | None = None
) -> Iterator[ValidatedBatch]:
    rows = read_rows(path, encoding=options.encoding, column_map=options.column_map, left_out=left_out)
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
