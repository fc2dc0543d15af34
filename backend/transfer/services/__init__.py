"""Import and export of tickets as CSV or JSON Lines, and export as an Excel workbook, in constant memory."""

from transfer.services.columns import ColumnError, parse_column_map
from transfer.services.importer import ImportSummary, UnknownValuesError, import_preview, import_tickets
from transfer.services.lines import InvalidFileError
from transfer.services.options import ImportOptions
from transfer.services.preview import ImportPreview
from transfer.services.spreadsheet import WorkbookTooLargeError, write_workbook
from transfer.services.words import ValueMapError, parse_value_map
from transfer.services.writers import FORMATS, export_lines

__all__ = [
    "FORMATS",
    "ColumnError",
    "ImportOptions",
    "ImportPreview",
    "ImportSummary",
    "InvalidFileError",
    "UnknownValuesError",
    "ValueMapError",
    "WorkbookTooLargeError",
    "export_lines",
    "import_preview",
    "import_tickets",
    "parse_column_map",
    "parse_value_map",
    "write_workbook",
]
