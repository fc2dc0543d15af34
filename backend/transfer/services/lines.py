"""The lines of a file that is imported, and the rows that are made of them."""

from dataclasses import dataclass
from typing import Any, Final, TextIO

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


class LineReader:
    """Iterates over the lines of a stream, counts them, and buffers the raw text of the current row."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.number = 0
        self._buffer: list[str] = []

    def __iter__(self) -> "LineReader":
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
