"""The list of erased tickets outside the database: durable, shared by processes, readable after a crash."""

import errno
import os
import threading
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from erasures.services.erased_list import Contents, ErasedList, Line, Value, parse

DESK = uuid.UUID("11111111-2222-4333-8444-555555555555")
AT = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)


@pytest.fixture
def stored(tmp_path: Path) -> ErasedList:
    return ErasedList(tmp_path / "state" / "erased_tickets")


def test_lines_hold_desk_number_and_moment_and_are_private(stored: ErasedList) -> None:
    stored.append([Line(DESK, 12, AT)])
    assert stored.path.read_text() == f"{DESK} 12 2026-03-04T05:06:07.000089+00:00\n"
    assert stored.path.stat().st_mode & 0o777 == 0o600
    assert stored.read().lines == [Line(DESK, 12, AT)]


def test_a_line_of_a_value_has_its_field_and_its_entry(stored: ErasedList) -> None:
    line = Line(DESK, 12, AT, Value("note", 7, AT + timedelta(days=1)))
    stored.append([line])
    written = f"{DESK} 12 note 7 2026-03-05T05:06:07.000089+00:00 2026-03-04T05:06:07.000089+00:00"
    assert stored.path.read_text() == f"{written}\n"
    assert stored.read().lines == [line]
    # However it is cut, it is never read as a line of the whole ticket, also where an editor ended the last line.
    read = [parse(written[:cut]) for cut in range(len(written))]
    assert {found.value for found in read if found} <= {line.value}


@pytest.mark.parametrize(
    "value", ["status 7 {at}", "note x {at}", "note 7 yesterday", "note 7", "note {at}", "7 {at}", "note 7 {at} 8"]
)
def test_what_is_no_value_is_no_line(value: str) -> None:
    at = "2026-03-05T05:06:07.000089+00:00"
    assert parse(f"{DESK} 12 {value.format(at=at)} {at}") is None


def test_a_line_is_added_once(stored: ErasedList) -> None:
    stored.unite([Line(DESK, 12, AT)])
    stored.unite([Line(DESK, 12, AT), Line(DESK, 13, AT), Line(DESK, 13, AT)])
    assert [line.number for line in stored.read().lines] == [12, 13]


@pytest.mark.parametrize("cut", range(1, 80))
def test_half_a_line_is_neither_applied_nor_in_the_way(stored: ErasedList, cut: int) -> None:
    stored.unite([Line(DESK, 12, AT)])
    half = str(Line(DESK, 13, AT))[:cut]
    with stored.path.open("a") as file:
        file.write(half)
    assert stored.read().lines == [Line(DESK, 12, AT)]
    assert stored.read().damaged == []
    stored.append([Line(DESK, 14, AT)])
    assert [line.number for line in stored.read().lines] == [12, 14]


@pytest.mark.parametrize("longer", [1, 4095, 4096, 4097, 10000])
def test_half_a_line_of_any_length_is_cut_off(stored: ErasedList, longer: int) -> None:
    stored.append([Line(DESK, 12, AT)])
    with stored.path.open("a") as file:
        file.write("x" * longer)
    stored.append([Line(DESK, 13, AT)])
    assert stored.path.read_text() == f"{Line(DESK, 12, AT)}\n{Line(DESK, 13, AT)}\n"


def test_an_erasure_does_not_read_the_lines_of_the_others(stored: ErasedList, monkeypatch: pytest.MonkeyPatch) -> None:
    stored.unite([Line(DESK, number, AT) for number in range(1, 2000)])
    read: list[int] = []
    real = os.pread

    def counted(file: int, size: int, offset: int) -> bytes:
        read.append(size)
        return real(file, size, offset)

    monkeypatch.setattr(os, "pread", counted)
    stored.append([Line(DESK, 2000, AT)])
    assert sum(read) <= 4096


@pytest.mark.parametrize(
    "text",
    ["", "12", f"{DESK} 12", f"{DESK} x {AT.isoformat()}", f"{DESK} 12 2026-03-04T05:06:07", f"{DESK} 12 yesterday"],
)
def test_what_is_no_line_is_passed_over(stored: ErasedList, text: str) -> None:
    assert parse(text) is None
    stored.unite([Line(DESK, 1, AT)])
    with stored.path.open("ab") as file:
        file.write(text.encode() + b"\xff\n")
    stored.append([Line(DESK, 2, AT)])
    assert stored.read() == Contents([Line(DESK, 1, AT), Line(DESK, 2, AT)], damaged=[2])


def test_on_a_full_disk_it_fails_and_keeps_what_it_had(stored: ErasedList, monkeypatch: pytest.MonkeyPatch) -> None:
    stored.unite([Line(DESK, 1, AT)])
    before, write = stored.path.read_bytes(), os.pwrite

    def full_after_ten_bytes(file: int, data: bytes, offset: int) -> int:
        if len(data) <= 50:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(file, data[:10], offset)

    monkeypatch.setattr(os, "pwrite", full_after_ten_bytes)
    for add in (lambda: stored.unite([Line(DESK, 2, AT)]), lambda: stored.append([Line(DESK, 2, AT)])):
        with pytest.raises(OSError, match="No space left"):
            add()
    assert stored.path.read_bytes() == before


def test_those_who_add_at_the_same_time_lose_nothing(stored: ErasedList) -> None:
    def add(start: int) -> None:
        for number in range(start, start + 20):
            line = Line(DESK, number, AT + timedelta(seconds=number))
            stored.append([line]) if number % 2 else stored.unite([line])

    threads = [threading.Thread(target=add, args=(start,)) for start in (0, 100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(stored.read().lines)) == len(stored.path.read_text().splitlines()) == 80
