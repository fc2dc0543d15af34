"""The file of a backup: a tar with the list of erased tickets and the dump. Older backups are the dump alone."""

import io
import os
import posixpath
import tarfile
from pathlib import Path
from typing import IO

from tools.errors import ToolError
from tools.paths import display_path

LIST, DUMP = "erased_tickets", "database.dump"
DUMP_START = b"PGDMP"


def pack(target: Path, *, dump: Path, erased: str) -> None:
    """Write a private file with both. The dump is the last member, so that it is read to the end of the file."""
    data = erased.encode()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            member = tarfile.TarInfo(LIST)
            member.size, member.mode = len(data), 0o600
            tar.addfile(member, io.BytesIO(data))
            tar.add(dump, DUMP)
        file.flush()
        os.fsync(file.fileno())


def open_dump(file: Path) -> IO[bytes]:
    """The file, at the start of its dump, for a process that reads it. Raises ToolError if it is no backup."""
    with file.open("rb") as start:
        offset = 0 if start.read(len(DUMP_START)) == DUMP_START else _member(file, DUMP).offset_data
    # Without a buffer, the position is that of the file descriptor, which the process inherits.
    dump = file.open("rb", buffering=0)
    dump.seek(offset)
    return dump


def erased_list(file: Path) -> str | None:
    """The list of erased tickets, or None in an older backup."""
    with file.open("rb") as start:
        if start.read(len(DUMP_START)) == DUMP_START:
            return None
    member = _member(file, LIST)
    with file.open("rb") as content:
        content.seek(member.offset_data)
        return content.read(member.size).decode(errors="replace")


def _member(file: Path, name: str) -> tarfile.TarInfo:
    try:
        with tarfile.open(file, "r:") as tar:
            # Who packs it again may write ./ before the names, or have the same name twice: the last one counts.
            found = [member for member in tar if posixpath.normpath(member.name) == name and member.isfile()]
    except tarfile.TarError:
        found = []
    if not found:
        raise ToolError(f"{display_path(file)} is damaged, or no backup of Quietdesk.")
    if file.stat().st_size % tarfile.BLOCKSIZE:
        raise ToolError(f"{display_path(file)} is damaged: its end is missing.")
    return found[-1]
