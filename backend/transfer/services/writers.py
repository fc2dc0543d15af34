"""Tickets as lines of CSV or JSON Lines, a batch at a time: no transaction, no cursor, no memory of what is gone."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from transfer.services.csv_injection import guarded
from transfer.services.readers import COLUMNS


def csv_lines(batches: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A header and a line for each ticket. The byte order mark tells spreadsheets that it is UTF-8."""
    yield "\ufeff" + _csv([COLUMNS])
    for batch in batches:
        yield _csv([guarded(cell) for cell in _values(row).values()] for row in batch)


def jsonl_lines(batches: Iterable[Iterable[Any]]) -> Iterator[str]:
    """An object for each ticket."""
    for batch in batches:
        yield "".join(json.dumps(_object(row), ensure_ascii=False) + "\n" for row in batch)


FORMATS: Final = {"csv": csv_lines, "jsonl": jsonl_lines}


def export_lines(kind: str, batches: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of these tickets in one of FORMATS, at least a string for each batch."""
    return FORMATS[kind](batches)


def _values(row: Any) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in _object(row).items()}


def _object(row: Any) -> dict[str, Any]:
    values = ((name, getattr(row, name)) for name in COLUMNS)
    return {name: _moment(value) if isinstance(value, datetime) else value for name, value in values}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _csv(lines: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()
