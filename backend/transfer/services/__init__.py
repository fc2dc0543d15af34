"""Import and export of tickets as CSV or JSON Lines, in constant memory."""

from transfer.services.columns import ColumnError, parse_column_map
from transfer.services.importer import ImportSummary, import_tickets
from transfer.services.readers import InvalidFileError
from transfer.services.writers import FORMATS, export_lines

__all__ = [
    "FORMATS",
    "ColumnError",
    "ImportSummary",
    "InvalidFileError",
    "export_lines",
    "import_tickets",
    "parse_column_map",
]
