"""Runs an import in batches, one transaction each. A second run resumes after the last committed batch."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Final

from django.db import transaction
from django.db.models.functions import Now

from postgres.locks import FILE_IMPORT, LockTimeoutError, advisory_lock
from transfer.models import ImportedFile
from transfer.services.bulk_insert import bulk_insert
from transfer.services.keyword_labels import NewTicket, add_labels
from transfer.services.readers import FileRow, InvalidFileError, inspect_file, read_rows
from transfer.services.rejected_rows import RejectedRowsFile
from transfer.services.validation import ValidatedBatch, validate_batch

# Large enough to make the cost of a transaction negligible. The limit in characters bounds the memory.
BATCH_ROWS: Final = 1000
BATCH_CHARACTERS: Final = 4_000_000
LOCK_TIMEOUT: Final = 30.0  # seconds; the last transaction of a killed import may still be running
REJECTED_SHOWN: Final = 20


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


def import_tickets(
    path: Path,
    *,
    encoding: str | None = None,
    column_map: Mapping[str, str] = MappingProxyType({}),
    again: bool = False,
    on_start: Callable[[int], None] = lambda lines: None,
    on_progress: Callable[[int], None] = lambda line: None,
) -> ImportSummary:
    """Import a file, or resume its import. `again` imports a finished file once more.

    `column_map` names the file's column by ours where they differ. `on_start` gets the number of lines, `on_progress`
    the current line after each batch. Raises InvalidFileError.
    """
    file = inspect_file(path)
    on_start(file.lines)
    with _import_lock(file.digest):
        if again:
            ImportedFile.objects.filter(digest=file.digest, finished_at__isnull=False).delete()
        state, _ = ImportedFile.objects.get_or_create(digest=file.digest)
        rejected_file = RejectedRowsFile(path, state.rejected_bytes) if not state.finished_at else None
        summary = ImportSummary(rejected_path=path.with_suffix(f".rejected{path.suffix.lower()}"))
        summary.imported_before, summary.rejected_before = state.imported, state.rows - state.imported
        if rejected_file is None:
            summary.finished_before = True
            return summary
        remaining = islice(read_rows(path, encoding=encoding, column_map=column_map), state.rows, None)
        for batch, tickets in add_labels(map(validate_batch, _batches(remaining))):
            _import_batch(batch, tickets, state, rejected_file, summary)
            on_progress(batch.line)
        ImportedFile.objects.filter(pk=state.pk).update(finished_at=Now())
    return summary


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
