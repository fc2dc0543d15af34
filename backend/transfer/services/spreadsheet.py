"""Writes tickets as an Excel workbook, row by row in constant memory.

Texts are typed as text, so nothing in them runs as a formula.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import IO, Any, Final

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from transfer.services.columns import COLUMNS

# Excel's limits. A cell counts UTF-16 units.
SHEET_ROWS: Final = 1_048_576
CELL_UNITS: Final = 32_767
# A description has at most 50,000 characters of two units each.
CONTINUED: Final = ("description, part 2", "description, part 3", "description, part 4")
# Of the XML around the cells of a row, at most.
ROW_BYTES: Final = 1_200
# A control character is written as _x0001_.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_HEADER: Final = tuple(f"{name} (UTC)" if name.endswith("_at") else name for name in COLUMNS) + CONTINUED


class WorkbookTooLargeError(Exception):
    """The tickets pass the limit of rows or of text, or the disk is full."""


def write_workbook(
    file: IO[bytes],
    batches: Iterable[Iterable[Any]],
    *,
    rows_max: int | None = None,
    bytes_max: int | None = None,
) -> None:
    """Write all tickets to `file`. More than a sheet holds go to further sheets; a long text to further columns.

    `bytes_max` is of the sheets' XML. Raises WorkbookTooLargeError.
    """
    book = Workbook(file, {"constant_memory": True})
    try:
        _write(book, batches, rows_max, bytes_max)
        book.close()
    except (OSError, XlsxWriterException) as error:
        raise WorkbookTooLargeError from error
    finally:
        # An unfinished workbook would be written when it is collected.
        book.fileclosed = 1
        for sheet in book.worksheets():
            with suppress(OSError, ValueError):
                sheet.row_data_fh.close()


def _write(book: Workbook, batches: Iterable[Iterable[Any]], rows_max: int | None, bytes_max: int | None) -> None:
    at = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    bold = book.add_format({"bold": True})
    sheet, line, rows, size = _new_sheet(book, bold), 1, 0, 0
    for batch in batches:
        for row in batch:
            rows += 1
            size += ROW_BYTES + sum(_xml_size(text) for text in (row.title, row.description, row.requester) if text)
            if (rows_max is not None and rows > rows_max) or (bytes_max is not None and size > bytes_max):
                raise WorkbookTooLargeError
            if line == SHEET_ROWS:
                sheet, line = _new_sheet(book, bold), 1
            _write_row(sheet, line, row, at)
            line += 1


def _xml_size(text: str) -> int:
    """The bytes of a text in the XML of a sheet, where some characters are escaped."""
    escaped = 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))
    return len(text.encode()) + escaped + 7 * len(_CONTROL.findall(text))


def _new_sheet(book: Workbook, bold: Any) -> Worksheet:
    number = len(book.worksheets()) + 1
    sheet: Worksheet = book.add_worksheet("Tickets" if number == 1 else f"Tickets {number}")
    sheet.freeze_panes(1, 0)
    sheet.set_column(1, 2, 40)
    sheet.set_column(3, 6, 14)
    sheet.set_column(7, 8, 20)
    for column, name in enumerate(_HEADER):
        sheet.write_string(0, column, name, bold)
    return sheet


def _write_row(sheet: Worksheet, line: int, row: Any, at: Any) -> None:
    for column, name in enumerate(COLUMNS):
        value = getattr(row, name)
        if isinstance(value, datetime):
            sheet.write_datetime(line, column, value.astimezone(UTC).replace(tzinfo=None), at)
        elif isinstance(value, int):
            sheet.write_number(line, column, value)
        elif value is not None:
            first, *more = _parts(value)
            sheet.write_string(line, column, first)
            for place, part in enumerate(more, start=len(COLUMNS)):
                sheet.write_string(line, place, part)


def _parts(text: str) -> list[str]:
    """The text in parts that fit into a cell, with the line ends of Excel."""
    rest = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = []
    while True:
        part = rest[:CELL_UNITS]
        while (excess := _units(part) - CELL_UNITS) > 0:
            part = part[: -((excess + 1) // 2)]
        parts.append(part)
        rest = rest[len(part) :]
        if not rest:
            return parts


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
