"""What was erased, in a file outside the database: desk, number and created_at of each ticket, and no text.

A line about a single value of a ticket has its field, and the number and the moment of its entry, in between.
"""

import contextlib
import fcntl
import os
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from erasures.models import VALUE_FIELDS

BLOCK: Final = 4096


@dataclass(frozen=True)
class Value:
    """One value of a ticket: of which field, and which entry wrote it, 0 for the first (erasures/models.py)."""

    field: str
    entry: int
    at: datetime


@dataclass(frozen=True)
class Line:
    """One erased ticket, or one redacted value of a ticket. It is the same only if everything agrees."""

    desk: uuid.UUID
    number: int
    created_at: datetime
    value: Value | None = None

    def __str__(self) -> str:
        # No beginning of a line about a value is a line about a ticket.
        value = f"{self.value.field} {self.value.entry} {_moment(self.value.at)} " if self.value else ""
        return f"{self.desk} {self.number} {value}{_moment(self.created_at)}"


def parse(text: str) -> Line | None:
    """The line, or None for anything else."""
    try:
        desk, number, *value, created_at = text.split(" ")
        line = Line(uuid.UUID(desk), int(number), _parse_moment(created_at), _parse_value(*value) if value else None)
    except (TypeError, ValueError):
        return None
    return line


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _parse_moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    # A moment without its zone may be a line that was cut.
    if not at.tzinfo:
        raise ValueError
    return at


def _parse_value(field: str, entry: str, at: str) -> Value:
    if field not in VALUE_FIELDS:
        raise ValueError
    return Value(field, int(entry), _parse_moment(at))


@dataclass(frozen=True)
class Contents:
    """What a list holds, and the positions of the lines that cannot be read, counted from 1."""

    lines: list[Line]
    damaged: list[int]


class ErasedList:
    """The file. Processes that write to it wait for each other."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        return self.path.exists()

    def read(self) -> Contents:
        """What can be read. Without a file, nothing."""
        try:
            return contents(self.path.read_bytes())
        except FileNotFoundError:
            return Contents([], [])

    def append(self, lines: Sequence[Line]) -> None:
        """Add lines without reading the others. On return they are on the disk; raises OSError and adds none else."""
        with self._locked() as file:
            _append(file, lines, _end_of_lines(file))

    def unite(self, lines: Sequence[Line]) -> Contents:
        """Add those lines that are missing, in one pass. Returns what the list then holds. Raises OSError as append."""
        with self._locked() as file:
            stored = contents(os.pread(file, os.fstat(file).st_size, 0))
            known = set(stored.lines)
            new = [line for line in dict.fromkeys(lines) if line not in known]
            if new:
                _append(file, new, _end_of_lines(file))
            return Contents([*stored.lines, *new], stored.damaged)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[int]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
            yield file
        finally:
            os.close(file)


def contents(data: bytes) -> Contents:
    """The lines of a list. Half a line at the end is no damage: its erasure was not carried out."""
    *texts, _half = data.decode(errors="replace").split("\n")
    read = [parse(text) for text in texts]
    damaged = [number for number, line in enumerate(read, start=1) if line is None]
    return Contents([line for line in read if line], damaged)


def _end_of_lines(file: int) -> int:
    """Where the last whole line ends. A process that was killed may have left half a line behind it."""
    end = os.fstat(file).st_size
    while end:
        start = max(0, end - BLOCK)
        found = os.pread(file, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _append(file: int, lines: Sequence[Line], end: int) -> None:
    os.ftruncate(file, end)
    try:
        _write(file, "".join(f"{line}\n" for line in lines).encode(), end)
        os.fsync(file)
    except OSError:
        os.ftruncate(file, end)
        raise


def _write(file: int, data: bytes, offset: int) -> None:
    while data:
        written = os.pwrite(file, data, offset)
        data, offset = data[written:], offset + written
