"""Tickets in and out as files, CSV or JSON Lines: as many as there are, in constant memory."""

from transfer.services.reading import BadFileError
from transfer.services.running import Summary, import_tickets
from transfer.services.writing import FORMATS, export_lines

__all__ = ["FORMATS", "BadFileError", "Summary", "export_lines", "import_tickets"]
