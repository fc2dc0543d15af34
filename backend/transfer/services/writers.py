"""Serializes tickets as CSV or JSON Lines, one batch at a time."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from transfer.services.columns import COLUMNS
from transfer.services.csv_injection import escape_formula


def csv_lines(batches: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A header and one line per ticket. Spreadsheets recognise UTF-8 by the byte order mark."""
    yield "\ufeff" + _csv_text([COLUMNS])
    for batch in batches:
        yield _csv_text([escape_formula(cell) for cell in _as_cells(row).values()] for row in batch)


def jsonl_lines(batches: Iterable[Iterable[Any]]) -> Iterator[str]:
    """One JSON object per line and ticket."""
    for batch in batches:
        yield "".join(json.dumps(_as_dict(row), ensure_ascii=False) + "\n" for row in batch)


FORMATS: Final = {"csv": csv_lines, "jsonl": jsonl_lines}


def export_lines(kind: str, batches: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of these tickets in one of FORMATS; at least one string per batch."""
    return FORMATS[kind](batches)


def _as_cells(row: Any) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in _as_dict(row).items()}


def _as_dict(row: Any) -> dict[str, Any]:
    values = ((name, getattr(row, name)) for name in COLUMNS)
    return {name: _utc(value) if isinstance(value, datetime) else value for name, value in values}


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _csv_text(lines: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()
