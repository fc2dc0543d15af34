"""Reads the rows of a CSV or JSON Lines file as a stream. A row that cannot be parsed carries the reason."""

import codecs
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from transfer.services.columns import COLUMNS
from transfer.services.csv_rows import NO_MAP, csv_rows, read_header
from transfer.services.lines import FileRow, InvalidFileError, LineReader

# Of bytes that the locale's encoding cannot give back.
UNREADABLE_NAME: Final = "The name of the file is not in the encoding of this locale: rename it."
# Keys of JSON Lines are counted up to this many names.
_NAMES_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class FileInfo:
    """The SHA-256 digest of a file and its number of lines."""

    digest: str
    lines: int


def inspect_file(path: Path) -> FileInfo:
    """Hash a file and count its lines. Raises InvalidFileError if it cannot be read."""
    digest, lines = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
                lines += block.count(b"\n")
    except OSError as error:
        raise InvalidFileError(f"{path}: {error.strerror}.") from error
    except UnicodeEncodeError:
        raise InvalidFileError(UNREADABLE_NAME) from None
    return FileInfo(digest.hexdigest(), lines)


def read_rows(
    path: Path,
    *,
    encoding: str | None = None,
    column_map: Mapping[str, str] = NO_MAP,
    left_out: Counter[str] | None = None,
) -> Iterator[FileRow]:
    """Yield the rows of a file; its suffix selects the format. Raises InvalidFileError.

    `column_map` names the file's column by ours where they differ. `left_out` counts the filled cells of each column
    that is not read.
    """
    with _open(path, encoding) as stream:
        lines = LineReader(stream)
        if path.suffix.lower() == ".csv":
            yield from csv_rows(lines, column_map, path.name, left_out)
        elif path.suffix.lower() == ".jsonl":
            yield from _jsonl_rows(lines, column_map, left_out)
        else:
            raise InvalidFileError(f"{path}: the name must end in .csv or .jsonl.")


def is_foreign_csv(path: Path, *, encoding: str | None = None) -> bool:
    """Whether this is a CSV file of another desk: not one with exactly the columns of our export.

    Raises InvalidFileError.
    """
    if path.suffix.lower() != ".csv":
        return False
    with _open(path, encoding) as stream:
        return not read_header(LineReader(stream)).is_own_export


@contextmanager
def _open(path: Path, encoding: str | None) -> Iterator[TextIO]:
    try:
        with path.open("rb") as file:
            start = file.read(4)
        utf_16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        encoding = encoding or ("utf-16" if utf_16 else "utf-8-sig")
        # Invalid UTF-8 invalidates only its own row (validation.py). In UTF-16 everything after it would be wrong.
        errors = "strict" if "16" in encoding else "surrogateescape"
        with path.open(encoding=encoding, errors=errors, newline="") as stream:
            yield stream
    except LookupError:
        raise InvalidFileError(f"There is no encoding called {encoding}.") from None
    except UnicodeEncodeError:
        raise InvalidFileError(UNREADABLE_NAME) from None
    except UnicodeError:
        raise InvalidFileError(f"{path}: this is not {encoding}; give its encoding, as windows-1252.") from None
    except OSError as error:
        raise InvalidFileError(f"{path}: {error.strerror}.") from error


def _jsonl_rows(lines: LineReader, column_map: Mapping[str, str], left_out: Counter[str] | None) -> Iterator[FileRow]:
    read = {*(name for name in COLUMNS if name not in column_map), *column_map.values()}
    for line in lines:
        raw = lines.take().rstrip("\r\n")
        if not line.strip():
            continue
        try:
            values = json.loads(raw)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "nested too deeply")
            yield FileRow(lines.number, raw, {}, f"not JSON: {reason}")
            continue
        if not isinstance(values, dict):
            yield FileRow(lines.number, raw, {}, "not a JSON object")
            continue
        if left_out is not None:
            unread = (name for name in values if name not in read and values[name] not in (None, "", [], {}))
            left_out.update(name for name in unread if name in left_out or len(left_out) < _NAMES_MAX)
        yield FileRow(lines.number, raw, values | {ours: values.get(key) for ours, key in column_map.items()})
