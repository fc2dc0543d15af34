"""Reads a whole file as an import would, and says what would happen. Writes nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from transfer.services.html_text import looks_like_html
from transfer.services.validation import Findings, ValidatedBatch

SHOWN: Final = 20
# A column of free text that is mapped to a label by mistake would otherwise fill the memory.
WORDS_MAX: Final = 500


@dataclass(slots=True)
class ImportPreview:
    """What an import would do. `labels` counts tickets by column and label; "" is one that keywords would choose.
    `html` counts the descriptions that look like HTML; `html_decided`: they are turned into text without being told.
    `left_out` counts the filled cells of each column that is not read.
    """

    importable: int = 0
    rejected: int = 0
    first_rejected: list[tuple[int, str]] = field(default_factory=list)
    labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: Findings = field(default_factory=Findings)
    notices: int = 0
    html: int = 0
    html_decided: bool = False
    left_out: Counter[str] = field(default_factory=Counter)


def preview_batches(batches: Iterable[ValidatedBatch]) -> ImportPreview:
    """Count what these batches hold."""
    preview = ImportPreview()
    for batch in batches:
        preview.importable += len(batch.fields)
        preview.rejected += len(batch.rejected)
        room = SHOWN - len(preview.first_rejected)
        preview.first_rejected += [(row.line, reason) for row, reason in batch.rejected[:room]]
        for fields in batch.fields:
            preview.html += looks_like_html(fields.description)
            preview.labels["category", fields.category or ""] += 1
            preview.labels["priority", fields.priority or ""] += 1
            preview.labels["status", fields.status] += 1
        preview.notices += len(batch.findings.notices)
        room = SHOWN - len(preview.findings.notices)
        preview.findings.notices.extend(batch.findings.notices[:room])
        _add(preview.findings.unknown, batch.findings.unknown)
        _add(preview.findings.translated, batch.findings.translated)
    return preview


def _add(total: Counter[Any], counts: Counter[Any]) -> None:
    for key, count in counts.items():
        if key in total or len(total) < WORDS_MAX:
            total[key] += count
