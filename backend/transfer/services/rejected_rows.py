"""The file beside the imported one that holds what was not taken, as it stood there, with line and reason."""

import csv
import io
import json
import os
from pathlib import Path

from transfer.services.csv_injection import guarded
from transfer.services.readers import COLUMNS, Row


class Rejects:
    """FILE.rejected.csv or FILE.rejected.jsonl: can be put right and imported in its turn."""

    def __init__(self, source: Path, size: int) -> None:
        """`size`: how much of it counts. What a killed import wrote after that is cut off."""
        self.path = source.with_suffix(f".rejected{source.suffix.lower()}")
        self._as_csv = source.suffix.lower() == ".csv"
        if not size:
            self.path.unlink(missing_ok=True)
        elif self.path.exists():
            os.truncate(self.path, size)

    def add(self, rejected: list[tuple[Row, str]]) -> int:
        """Write them to the disk; returns the file's size."""
        if not rejected:
            return self.path.stat().st_size if self.path.exists() else 0
        # Ticket text: for its owner's eyes alone.
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            text = self._csv(rejected, header=not file.tell()) if self._as_csv else self._jsonl(rejected)
            # A byte that was no character goes back as it came.
            file.write(text.encode("utf-8", "surrogateescape" if self._as_csv else "strict"))
            file.flush()
            os.fsync(file.fileno())
            return file.tell()

    @staticmethod
    def _csv(rejected: list[tuple[Row, str]], *, header: bool) -> str:
        text = io.StringIO()
        writer = csv.writer(text)
        if header:
            writer.writerow(["line", "reason", *COLUMNS, "raw"])
        for row, reason in rejected:
            cells = [guarded(str(row.values.get(name, ""))) for name in COLUMNS]
            writer.writerow([row.line, reason, *cells, "" if row.values else guarded(row.raw)])
        return text.getvalue()

    @staticmethod
    def _jsonl(rejected: list[tuple[Row, str]]) -> str:
        lines = []
        for row, reason in rejected:
            known = row.values or {"raw": row.raw}
            lines.append(json.dumps({"line": row.line, "reason": reason} | known) + "\n")
        return "".join(lines)
