"""Tickets in and out as files, CSV or JSON Lines: as many as there are, in constant memory."""

from tickets.transfer.reading import BadFileError
from tickets.transfer.running import Summary, import_tickets
from tickets.transfer.writing import FORMATS, export_lines

__all__ = ["FORMATS", "BadFileError", "Summary", "export_lines", "import_tickets"]
