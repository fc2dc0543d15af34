"""Reads the rows of a CSV or JSON Lines file as a stream. A row that cannot be parsed carries the reason."""

import codecs
import csv
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TextIO

from transfer.services.columns import COLUMNS, ColumnError, match_columns
from transfer.services.csv_injection import unescape_formula

# Longer than the longest ticket with every character escaped. A longer line lacks a closing quote or a line end.
LINE_MAX: Final = 1_000_000


class InvalidFileError(ValueError):
    """The whole file cannot be imported. The message says why and, where possible, names the line."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row: the number of its first line, its raw text, and its values by column or the parse error."""

    line: int
    raw: str
    values: dict[str, Any]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class FileInfo:
    """The SHA-256 digest of a file and its number of lines."""

    digest: str
    lines: int


def inspect_file(path: Path) -> FileInfo:
    """Hash a file and count its lines. Raises InvalidFileError if it cannot be read."""
    digest, lines = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
                lines += block.count(b"\n")
    except OSError as error:
        raise InvalidFileError(f"{path}: {error.strerror}.") from error
    return FileInfo(digest.hexdigest(), lines)


def read_rows(
    path: Path, *, encoding: str | None = None, column_map: Mapping[str, str] = MappingProxyType({})
) -> Iterator[FileRow]:
    """Yield the rows of a file; its suffix selects the format. Raises InvalidFileError.

    `column_map` names the file's column by ours where they differ.
    """
    with _open(path, encoding) as stream:
        lines = _LineReader(stream)
        if path.suffix.lower() == ".csv":
            yield from _csv_rows(lines, column_map, path.name)
        elif path.suffix.lower() == ".jsonl":
            yield from _jsonl_rows(lines, column_map)
        else:
            raise InvalidFileError(f"{path}: the name must end in .csv or .jsonl.")


@contextmanager
def _open(path: Path, encoding: str | None) -> Iterator[TextIO]:
    try:
        with path.open("rb") as file:
            start = file.read(4)
        utf_16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        encoding = encoding or ("utf-16" if utf_16 else "utf-8-sig")
        # Invalid UTF-8 invalidates only its own row (validation.py). In UTF-16 everything after it would be wrong.
        errors = "strict" if "16" in encoding else "surrogateescape"
        with path.open(encoding=encoding, errors=errors, newline="") as stream:
            yield stream
    except LookupError:
        raise InvalidFileError(f"There is no encoding called {encoding}.") from None
    except UnicodeError:
        raise InvalidFileError(f"{path}: this is not {encoding}; give its encoding, as windows-1252.") from None
    except OSError as error:
        raise InvalidFileError(f"{path}: {error.strerror}.") from error


class _LineReader:
    """Iterates over the lines of a stream, counts them, and buffers the raw text of the current row."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.number = 0
        self._buffer: list[str] = []

    def __iter__(self) -> "_LineReader":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LINE_MAX + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > LINE_MAX:
            raise InvalidFileError(f"Line {self.number} has more than {LINE_MAX:,} characters: is this the right file?")
        self._buffer.append(line)
        return line

    def take(self) -> str:
        """Return the buffered lines and empty the buffer."""
        raw = "".join(self._buffer)
        self._buffer.clear()
        return raw


def _jsonl_rows(lines: _LineReader, column_map: Mapping[str, str]) -> Iterator[FileRow]:
    for line in lines:
        raw = lines.take().rstrip("\r\n")
        if not line.strip():
            continue
        try:
            values = json.loads(raw)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "nested too deeply")
            yield FileRow(lines.number, raw, {}, f"not JSON: {reason}")
            continue
        if isinstance(values, dict):
            yield FileRow(lines.number, raw, values | {ours: values.get(key) for ours, key in column_map.items()})
        else:
            yield FileRow(lines.number, raw, {}, "not a JSON object")


def _csv_rows(lines: _LineReader, column_map: Mapping[str, str], file_name: str) -> Iterator[FileRow]:
    csv.field_size_limit(LINE_MAX)
    header, reader = _header(lines)
    places = _places(header, column_map, lines, file_name)
    # Our own export comes back unchanged.
    own_export = header == list(COLUMNS)
    while True:
        first = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield FileRow(first, lines.take(), {}, f"not CSV: {error}")
            continue
        raw = lines.take()
        if not cells:
            continue
        if len(cells) != len(header):
            yield FileRow(first, raw, {}, f"{len(cells)} fields, but the header has {len(header)}")
            continue
        values = {ours: unescape_formula(cells[place]) for ours, place in places.items()}
        yield FileRow(first, raw, values if own_export else {ours: _lines(text) for ours, text in values.items()})


def _lines(text: str) -> str:
    """The text with the line ends that browsers and our pages use."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _places(header: list[str], column_map: Mapping[str, str], lines: _LineReader, file_name: str) -> dict[str, int]:
    try:
        return match_columns(header, column_map, lines.number, file_name)
    except ColumnError as error:
        raise InvalidFileError(str(error)) from None


def columns_left_out(path: Path, *, encoding: str | None, column_map: Mapping[str, str]) -> list[str]:
    """The columns of a CSV file that an import does not read, in order. Raises InvalidFileError."""
    if path.suffix.lower() != ".csv":
        return []
    with _open(path, encoding) as stream:
        lines = _LineReader(stream)
        header, _ = _header(lines)
        read = set(_places(header, column_map, lines, path.name).values())
    return [name.strip() for place, name in enumerate(header) if place not in read]


# The line by which Excel is told the separator.
_SEPARATOR_LINE: Final = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*\s*', re.IGNORECASE)


def _header(lines: _LineReader) -> tuple[list[str], Any]:
    try:
        line = next(lines)
        said = _SEPARATOR_LINE.fullmatch(line)
        if said:
            line = next(lines)
    except StopIteration:
        raise InvalidFileError("The file is empty.") from None
    lines.take()
    # In some locales spreadsheets separate columns by semicolons. A line break inside a header cell is not supported.
    delimiter = said[1] if said else max(",;\t", key=line.count)
    header = next(csv.reader([line], delimiter=delimiter))
    return header, csv.reader(lines, delimiter=delimiter, strict=True)
