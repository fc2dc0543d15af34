"""Rows of a CSV or JSON Lines file, one after the other, each with its line; a row that cannot be read says why."""

import codecs
import csv
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from transfer.services.csv_injection import unguarded

COLUMNS: Final = (
    "id",
    "title",
    "description",
    "requester",
    "category",
    "priority",
    "status",
    "created_at",
    "updated_at",
)
REQUIRED: Final = ("title", "description")
# More than the longest ticket with every character escaped; beyond it a quote or a line end is missing.
LONGEST: Final = 1_000_000


class BadFileError(ValueError):
    """The file cannot be imported at all; the text says why, and names the line where there is one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first line, its values by column, or what is wrong with it; and its text as it stands there."""

    line: int
    raw: str
    values: dict[str, Any]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file is, before it is read: the digest of its bytes, and how many lines it has."""

    digest: str
    lines: int


def survey(path: Path) -> Survey:
    """Raises BadFileError where the file cannot be read."""
    digest, lines = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
                lines += block.count(b"\n")
    except OSError as error:
        raise BadFileError(f"{path}: {error.strerror}.") from error
    return Survey(digest.hexdigest(), lines)


def rows(path: Path, *, encoding: str | None = None) -> Iterator[Row]:
    """The rows of a file, by the ending of its name. Raises BadFileError."""
    readers = {".csv": _csv_rows, ".jsonl": _jsonl_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise BadFileError(f"{path}: the name must end in {' or '.join(readers)}.")
    with _opened(path, encoding) as stream:
        yield from reader(_Lines(stream))


@contextmanager
def _opened(path: Path, encoding: str | None) -> Iterator[TextIO]:
    try:
        with path.open("rb") as file:
            begin = file.read(4)
        wide = begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        encoding = encoding or ("utf-16" if wide else "utf-8-sig")
        # Bytes that are no UTF-8 spoil their own row only: see validation.py. In UTF-16 there is no going on.
        errors = "strict" if "16" in encoding else "surrogateescape"
        with path.open(encoding=encoding, errors=errors, newline="") as stream:
            yield stream
    except LookupError:
        raise BadFileError(f"There is no encoding called {encoding}.") from None
    except UnicodeError:
        raise BadFileError(f"{path}: this is not {encoding}; give its encoding, as windows-1252.") from None
    except OSError as error:
        raise BadFileError(f"{path}: {error.strerror}.") from error


class _Lines:
    """The lines of a stream: counted, and kept until the row they belong to is taken."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.number = 0
        self._kept: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LONGEST + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > LONGEST:
            raise BadFileError(f"Line {self.number} has more than {LONGEST:,} characters: is this the right file?")
        self._kept.append(line)
        return line

    def take(self) -> str:
        """The lines since the last time."""
        raw = "".join(self._kept)
        self._kept.clear()
        return raw


def _jsonl_rows(lines: _Lines) -> Iterator[Row]:
    for line in lines:
        raw = lines.take().rstrip("\r\n")
        if not line.strip():
            continue
        try:
            values = json.loads(raw)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "nested too deeply")
            yield Row(lines.number, raw, {}, f"not JSON: {reason}")
            continue
        if isinstance(values, dict):
            yield Row(lines.number, raw, values)
        else:
            yield Row(lines.number, raw, {}, "not a JSON object")


def _csv_rows(lines: _Lines) -> Iterator[Row]:
    csv.field_size_limit(LONGEST)
    names, reader = _header(lines)
    while True:
        first = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(first, lines.take(), {}, f"not CSV: {error}")
            continue
        raw = lines.take()
        if not cells:
            continue
        if len(cells) != len(names):
            yield Row(first, raw, {}, f"{len(cells)} fields, but the header has {len(names)}")
            continue
        yield Row(first, raw, {name: unguarded(cell) for name, cell in zip(names, cells, strict=True)})


def _header(lines: _Lines) -> tuple[list[str], Any]:
    try:
        line = next(lines)
    except StopIteration:
        raise BadFileError("The file is empty.") from None
    lines.take()
    # Spreadsheets of some countries write semicolons; a header cannot hold a line end of its own here.
    delimiter = max(",;\t", key=line.count)
    names = [name.strip().lower() for name in next(csv.reader([line], delimiter=delimiter))]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise BadFileError(f"Line 1 must name the columns; {' and '.join(missing)} is missing.")
    twice = {name for name in names if name in COLUMNS and names.count(name) > 1}
    if twice:
        raise BadFileError(f"Line 1 names a column twice: {', '.join(sorted(twice))}.")
    return names, csv.reader(lines, delimiter=delimiter, strict=True)
