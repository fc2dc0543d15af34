"""Writes the rejected rows of an import to a file beside it, each with its line number and the reason."""

import csv
import io
import json
import os
from pathlib import Path

from transfer.services.columns import COLUMNS
from transfer.services.csv_injection import escape_formula
from transfer.services.lines import FileRow


class RejectedRowsFile:
    """FILE.rejected.csv or FILE.rejected.jsonl, which can be corrected and imported."""

    def __init__(self, source: Path, size: int) -> None:
        """Truncate the file to `size` bytes: an import that was killed may have written more than it committed."""
        self.path = source.with_suffix(f".rejected{source.suffix.lower()}")
        self._as_csv = source.suffix.lower() == ".csv"
        if not size:
            self.path.unlink(missing_ok=True)
        elif self.path.exists():
            os.truncate(self.path, size)

    def append(self, rejected: list[tuple[FileRow, str]]) -> int:
        """Append rows and sync them to disk. Returns the size of the file."""
        if not rejected:
            return self.path.stat().st_size if self.path.exists() else 0
        # It holds ticket text, so only its owner may read it.
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            text = self._csv(rejected, header=not file.tell()) if self._as_csv else self._jsonl(rejected)
            # Bytes that could not be decoded are written back unchanged.
            file.write(text.encode("utf-8", "surrogateescape" if self._as_csv else "strict"))
            file.flush()
            os.fsync(file.fileno())
            return file.tell()

    @staticmethod
    def _csv(rejected: list[tuple[FileRow, str]], *, header: bool) -> str:
        text = io.StringIO()
        writer = csv.writer(text)
        if header:
            writer.writerow(["line", "reason", *COLUMNS, "raw"])
        for row, reason in rejected:
            cells = [escape_formula(str(row.values.get(name, ""))) for name in COLUMNS]
            writer.writerow([row.line, reason, *cells, "" if row.values else escape_formula(row.raw)])
        return text.getvalue()

    @staticmethod
    def _jsonl(rejected: list[tuple[FileRow, str]]) -> str:
        lines = []
        for row, reason in rejected:
            values = row.values or {"raw": row.raw}
            lines.append(json.dumps({"line": row.line, "reason": reason} | values) + "\n")
        return "".join(lines)
