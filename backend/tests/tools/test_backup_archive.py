"""The file of a backup: the list and the dump come out as they went in, and a damaged file is told."""

import gzip
import subprocess
import tarfile
from pathlib import Path

import pytest
from tools.errors import ToolError
from tools.stack import archive

DUMP = archive.DUMP_START + bytes(range(256)) * 100
LINES = "desk 1 2026-01-01T00:00:00+00:00\n"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    file = tmp_path / "x.dump"
    file.write_bytes(DUMP)
    return file


@pytest.fixture
def backup(tmp_path: Path, dump: Path) -> Path:
    file = tmp_path / "x.tar"
    archive.pack(file, dump=dump, erased=LINES)
    return file


def read_by_a_process(file: Path) -> bytes:
    with archive.open_dump(file) as dump:
        return subprocess.run(["cat"], stdin=dump, stdout=subprocess.PIPE, check=True).stdout


def test_list_and_dump_come_out_as_they_went_in(backup: Path) -> None:
    assert archive.erased_list(backup) == LINES
    # What follows are the zeros that end a tar: pg_restore stops before them.
    assert read_by_a_process(backup).rstrip(b"\0") == DUMP
    assert backup.stat().st_mode & 0o777 == 0o600


def test_any_tar_can_read_it(backup: Path) -> None:
    with tarfile.open(backup) as tar:
        assert tar.getnames() == ["erased_tickets", "database.dump"]


def test_a_desk_that_has_erased_nothing_has_an_empty_list(tmp_path: Path, dump: Path) -> None:
    archive.pack(tmp_path / "y.tar", dump=dump, erased="")
    assert archive.erased_list(tmp_path / "y.tar") == ""


def test_an_older_backup_is_the_dump_alone(dump: Path) -> None:
    assert archive.erased_list(dump) is None
    assert read_by_a_process(dump) == DUMP


@pytest.mark.parametrize(
    "repack", [["-cf", "{}", "."], ["-cf", "{}", "database.dump", "erased_tickets"], ["-b", "1", "-cf", "{}", "."]]
)
def test_an_archive_that_was_packed_again_is_read(backup: Path, tmp_path: Path, repack: list[str]) -> None:
    folder, again = tmp_path / "unpacked", tmp_path / "again.tar"
    folder.mkdir()
    subprocess.run(["tar", "-xf", backup, "-C", folder], check=True)
    subprocess.run(["tar", *(part.format(again) for part in repack)], cwd=folder, check=True)
    assert archive.erased_list(again) == LINES
    assert read_by_a_process(again).startswith(DUMP)


def test_of_two_lists_the_last_one_counts(backup: Path, tmp_path: Path) -> None:
    (tmp_path / archive.LIST).write_text("a newer list\n")
    subprocess.run(["tar", "-rf", backup, archive.LIST], cwd=tmp_path, check=True)
    assert archive.erased_list(backup) == "a newer list\n"
    assert read_by_a_process(backup).startswith(DUMP)


@pytest.mark.parametrize("cut", [1, 200, 9_000, 10_240, 20_000])
def test_a_file_whose_end_is_missing_is_damaged(backup: Path, cut: int) -> None:
    backup.write_bytes(backup.read_bytes()[:-cut])
    with pytest.raises(ToolError, match="damaged"):
        archive.open_dump(backup)


@pytest.mark.parametrize("content", [b"", b"tickets", gzip.compress(b"tickets"), b"\0" * 10_240])
def test_another_file_is_no_backup(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other"
    other.write_bytes(content)
    for read in (archive.open_dump, archive.erased_list):
        with pytest.raises(ToolError, match=r"other is damaged, or no backup of Quietdesk\."):
            read(other)


def test_a_tar_of_something_else_is_no_backup(tmp_path: Path, dump: Path) -> None:
    with tarfile.open(tmp_path / "z.tar", "w") as tar:
        tar.add(dump, "x")
    with pytest.raises(ToolError, match="no backup of Quietdesk"):
        archive.open_dump(tmp_path / "z.tar")
