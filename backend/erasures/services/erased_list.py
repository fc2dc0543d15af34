"""A list of erased tickets in a file outside the database: desk, number and created_at of each, and no text."""

import contextlib
import fcntl
import os
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One erased ticket. It is the same ticket only if all three agree."""

    desk: uuid.UUID
    number: int
    created_at: datetime

    def __str__(self) -> str:
        return f"{self.desk} {self.number} {self.created_at.astimezone(UTC).isoformat(timespec='microseconds')}"


def parse(text: str) -> Line | None:
    """The line, or None for anything else."""
    try:
        desk, number, created_at = text.split(" ")
        line = Line(uuid.UUID(desk), int(number), datetime.fromisoformat(created_at))
    except ValueError:
        return None
    # A moment without its zone may be a line that was cut.
    return line if line.created_at.tzinfo else None


class ErasedList:
    """The file. Processes that add to it wait for each other."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        return self.path.exists()

    def read(self) -> list[Line]:
        """The lines that can be read. Without a file, there are none."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return []
        return _lines(content)

    def add(self, lines: Sequence[Line]) -> None:
        """Add those lines that are missing. On return they are on the disk; raises OSError and adds nothing else."""
        with self._locked() as file:
            content = os.pread(file, os.fstat(file).st_size, 0)
            known = set(_lines(content))
            new = [line for line in dict.fromkeys(lines) if line not in known]
            if not new:
                return
            # A process that was killed may have left half a line.
            whole = content.rfind(b"\n") + 1
            os.ftruncate(file, whole)
            try:
                _write(file, "".join(f"{line}\n" for line in new).encode(), whole)
                os.fsync(file)
            except OSError:
                os.ftruncate(file, whole)
                raise

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


def _lines(content: bytes) -> list[Line]:
    whole = content[: content.rfind(b"\n") + 1].decode(errors="replace")
    return [line for text in whole.splitlines() if (line := parse(text))]


def _write(file: int, data: bytes, offset: int) -> None:
    while data:
        written = os.pwrite(file, data, offset)
        data, offset = data[written:], offset + written
