"""An import from beginning to end: in batches, each one transaction, and from where it was when it is run again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from django.db import connection, transaction
from django.db.models.functions import Now

from transfer.models import ImportedFile
from transfer.services.checking import Checked, checked
from transfer.services.labelling import Labelled, labelled
from transfer.services.reading import BadFileError, Row, rows, survey
from transfer.services.rejects import Rejects
from transfer.services.storing import store

# Enough that a transaction's own cost is nothing, few enough that tickets of 50,000 characters fit into memory.
BATCH: Final = 1000
BATCH_CHARACTERS: Final = 4_000_000
LOCKS: Final = 7412  # the namespace of our advisory locks
PATIENCE: Final = 30.0  # seconds for a killed import's last transaction to end


@dataclass(slots=True)
class Summary:
    """What an import did: in this run, and in all runs together."""

    rejected_to: Path
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
    again: bool = False,
    begin: Callable[[int], None] = lambda lines: None,
    show: Callable[[int], None] = lambda line: None,
) -> Summary:
    """Import a file, or what is left of it. `again`: although the very same file was imported before.

    `begin` hears how many lines there are, `show` after each batch which one it has come to. Raises BadFileError.
    """
    file = survey(path)
    begin(file.lines)
    with _alone(file.digest):
        if again:
            ImportedFile.objects.filter(digest=file.digest, finished_at__isnull=False).delete()
        state, _ = ImportedFile.objects.get_or_create(digest=file.digest)
        rejects = Rejects(path, state.rejected_bytes) if not state.finished_at else None
        summary = Summary(rejected_to=path.with_suffix(f".rejected{path.suffix.lower()}"))
        summary.imported_before, summary.rejected_before = state.imported, state.rows - state.imported
        if rejects is None:
            summary.finished_before = True
            return summary
        left = islice(rows(path, encoding=encoding), state.rows, None)
        for batch, wanted in labelled(map(checked, _batches(left))):
            _take(batch, wanted, state, rejects, summary)
            show(batch.line)
        ImportedFile.objects.filter(pk=state.pk).update(finished_at=Now())
    return summary


def _batches(left: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    size = 0
    for row in left:
        batch.append(row)
        size += len(row.raw)
        if len(batch) == BATCH or size > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _take(batch: Checked, wanted: list[Labelled], state: ImportedFile, rejects: Rejects, summary: Summary) -> None:
    with transaction.atomic():
        refused = store(wanted)
        rejected = batch.rejected + [(batch.rows[place], reason) for place, reason in refused.items()]
        rejected.sort(key=lambda one: one[0].line)
        imported = len(wanted) - len(refused)
        # Tickets and how far we are: both or neither.
        state.rows += imported + len(rejected)
        state.imported += imported
        state.rejected_bytes = rejects.add(rejected)
        state.save(update_fields=["rows", "imported", "rejected_bytes"])
    summary.imported += imported
    summary.rejected += len(rejected)
    room = 20 - len(summary.first_rejected)
    summary.first_rejected += [(row.line, reason) for row, reason in rejected[:room]]


@contextmanager
def _alone(digest: str) -> Iterator[None]:
    """Keeps a second import of the same file away. The database ends this lock with our connection, however we end."""
    key = int(digest[:7], 16)
    deadline = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, key])
            if cursor.fetchone()[0]:
                break
            if time.monotonic() > deadline:
                raise BadFileError("This file is being imported at this moment, by another process.")
            time.sleep(0.2)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, key])
