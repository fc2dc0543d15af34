"""Tickets in and out as files, CSV or JSON Lines: as many as there are, in constant memory."""

from transfer.services.importer import Summary, import_tickets
from transfer.services.readers import BadFileError
from transfer.services.writers import FORMATS, export_lines

__all__ = ["FORMATS", "BadFileError", "Summary", "export_lines", "import_tickets"]
