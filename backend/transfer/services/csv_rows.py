"""Reads the header and the rows of a CSV file."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from transfer.services.columns import COLUMNS, ColumnError, match_columns
from transfer.services.csv_injection import unescape_formula
from transfer.services.lines import LINE_MAX, FileRow, InvalidFileError, LineReader

NO_MAP: Final[Mapping[str, str]] = MappingProxyType({})
# The line by which Excel is told the separator.
_SEPARATOR_LINE: Final = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*\s*', re.IGNORECASE)
_QUOTED_CELL: Final = re.compile(r'(?<![^,;\t|\n])"(?:[^"]|"")*"(?=[,;\t|\r\n]|$)')
_OPEN_CELL: Final = re.compile(r'(?<![^,;\t|\n])"')
# What the file of rejected rows has beside our columns.
OF_REJECTED_ROWS: Final = ("line", "reason", "raw")
# A cell of a header may go on in the next lines. More than these, and a quote was not closed.
_HEADER_LINES: Final = 50


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns as the file writes them, the number of their first line, and the separator."""

    names: list[str]
    line: int
    delimiter: str

    @property
    def is_own_export(self) -> bool:
        """Whether the file has exactly the columns of our export, which comes back unchanged."""
        return self.names == list(COLUMNS)


def read_header(lines: LineReader, column_map: Mapping[str, str] = NO_MAP) -> Header:
    """Read up to the end of the header. Raises InvalidFileError if the file has none."""
    said: str | None = None
    for line in lines:
        separator = _SEPARATOR_LINE.fullmatch(line) if said is None else None
        if separator:
            said = separator[1]
        elif line.strip(' \t\r\n\ufeff",;|'):
            break
    else:
        raise InvalidFileError("The file is empty.")
    first = lines.number
    if "\0" in line:
        raise InvalidFileError(f"Line {first} holds null characters. If the file is UTF-16, say --encoding utf-16-le.")
    while _OPEN_CELL.search(_QUOTED_CELL.sub("", line)):
        more = next(lines, None)
        if more is None or lines.number - first == _HEADER_LINES:
            raise InvalidFileError(f"Line {first} opens a quote in the names of the columns that nothing closes.")
        line += more
    lines.take()
    headers = [Header(_cells(line, delimiter), first, delimiter) for delimiter in (said or _delimiters(line))]
    return next((header for header in headers if _names_ours(header, column_map)), headers[0])


def _delimiters(line: str) -> list[str]:
    """What may separate the columns, the likeliest first. In some locales spreadsheets write semicolons."""
    return sorted(",;\t", key=_QUOTED_CELL.sub("", line).count, reverse=True)


def _cells(line: str, delimiter: str) -> list[str]:
    cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter))
    return [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]


def _names_ours(header: Header, column_map: Mapping[str, str]) -> bool:
    try:
        match_columns(header.names, column_map, header.line, "")
    except ColumnError:
        return False
    return True


def csv_rows(
    lines: LineReader, column_map: Mapping[str, str], file_name: str, left_out: Counter[str] | None = None
) -> Iterator[FileRow]:
    """Yield the rows but for those of blank cells alone. Raises InvalidFileError.

    `left_out` counts the filled cells of each column that is not read.
    """
    csv.field_size_limit(LINE_MAX)
    header = read_header(lines, column_map)
    names = header.names
    try:
        places = match_columns(names, column_map, header.line, file_name)
    except ColumnError as error:
        raise InvalidFileError(str(error)) from None
    unread = [
        (place, name)
        for place, name in enumerate(names)
        if place not in places.values() and not (names[:2] == ["line", "reason"] and name in OF_REJECTED_ROWS)
    ]
    if left_out is not None:
        left_out.update({name: 0 for _, name in unread})
    reader = csv.reader(lines, delimiter=header.delimiter, strict=True)
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
        # Spreadsheets write rows of blank cells below the last one, and blank cells behind it.
        if not any(cell.strip() for cell in cells):
            continue
        while len(cells) > len(names) and not cells[-1].strip():
            cells.pop()
        # Fewer cells may be half a row, whose text has a line end without quotes: that is for a person to decide.
        if len(cells) != len(names):
            yield FileRow(first, raw, {}, f"{len(cells)} fields, but the header has {len(names)}")
            continue
        if left_out is not None:
            left_out.update(name for place, name in unread if cells[place].strip())
        yield FileRow(first, raw, _values(cells, places, own_export=header.is_own_export))


def _values(cells: list[str], places: Mapping[str, int], *, own_export: bool) -> dict[str, Any]:
    values = {ours: unescape_formula(cells[place]) for ours, place in places.items()}
    return values if own_export else {ours: _lines(text) for ours, text in values.items()}


def _lines(text: str) -> str:
    """The text with the line ends that browsers and our pages use."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
