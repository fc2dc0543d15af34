"""Backup and restore: read back after writing, refused where they would destroy, and really bringing tickets back."""

from pathlib import Path

import pytest

from tools.stack import backup, engine, restore
from tools.stack.tests.compose_stack import Stack, fails


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = tmp_path / "tickets.dump"
    monkeypatch.setenv("FILE", str(target))
    monkeypatch.delenv("FORCE", raising=False)
    return target


def test_what_was_backed_up_comes_back_and_what_came_later_goes(
    stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = stack.file_ticket("Kept", description="Two lines,\nand a \\. in the second; 日本語")
    before = stack.ids()
    backup.main()
    assert file.stat().st_mode & 0o777 == 0o600
    later = stack.file_ticket("Filed later")
    stack.manage("erase_ticket", str(kept["id"]), "--yes")
    assert "FORCE=1" in fails(restore.main)
    assert later["id"] in stack.ids()
    monkeypatch.setenv("FORCE", "1")
    restore.main()
    stack.until_ready()
    assert stack.ids() == before
    found = stack.http.get(f"/api/tickets/{kept['id']}/").json()
    assert found["description"] == kept["description"]
    assert [line["field"] for line in found["history"]] == ["created"]
    # As the role that owns it, with its triggers and its extension.
    stack.file_ticket("After the restore")
    assert stack.http.get("/api/tickets/", params={"search": "after the rest"}).json()["results"]
    assert engine.sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'quietdesk_%'") == "0"


def test_a_backup_does_not_take_the_place_of_another_unasked(
    stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("an older backup")
    assert "is there already" in fails(backup.main)
    assert file.read_text() == "an older backup"
    monkeypatch.setenv("FORCE", "1")
    backup.main()
    assert backup.check(file).split()[0] == str(len(stack.ids()))


@pytest.mark.parametrize("damage", ["truncated", "emptied", "something else"])
def test_a_damaged_backup_is_refused_and_nothing_changes(
    stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    backup.main()
    whole = file.read_bytes()
    file.write_bytes({"truncated": whole[: len(whole) - 200], "emptied": b"", "something else": b"tickets"}[damage])
    monkeypatch.setenv("FORCE", "1")
    before = stack.ids()
    assert "failed" in fails(restore.main)
    assert stack.ids() == before


def test_a_backup_of_something_else_is_refused(stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with file.open("wb") as dump:
        engine.in_database("pg_dump", "--username=postgres", "--format=custom", "postgres", stdout=dump)
    monkeypatch.setenv("FORCE", "1")
    assert "holds no tickets" in fails(restore.main)
