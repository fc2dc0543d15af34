"""Backup and restore: a backup is verified, nothing is overwritten without FORCE=1, and tickets are restored."""

import re
import subprocess
from pathlib import Path

import pytest

from tools.stack import archive, backup, engine, restore
from tools.stack.tests.compose_stack import Stack, error_of


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = tmp_path / "tickets.tar"
    monkeypatch.setenv("FILE", str(target))
    monkeypatch.delenv("FORCE", raising=False)
    return target


def test_a_restore_brings_back_exactly_the_tickets_of_the_backup(
    stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = stack.create_ticket("Kept", description="Two lines,\nand a \\. in the second; 日本語")
    before = stack.ids()
    backup.main()
    assert file.stat().st_mode & 0o777 == 0o600
    later = stack.create_ticket("Filed later")
    assert "FORCE=1" in error_of(restore.main)
    assert later["id"] in stack.ids()
    monkeypatch.setenv("FORCE", "1")
    restore.main()
    stack.wait_until_ready()
    assert stack.ids() == before
    found = stack.http.get(f"/api/tickets/{kept['id']}/").json()
    assert found["description"] == kept["description"]
    assert [line["field"] for line in found["history"]] == ["created"]
    # The new database works: owner, triggers and extension.
    stack.create_ticket("After the restore")
    assert stack.http.get("/api/tickets/", params={"search": "after the rest"}).json()["results"]
    assert engine.sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'quietdesk_%'") == "0"


def test_a_restore_brings_back_no_erased_ticket_and_no_session(
    stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    erased, kept = stack.create_ticket("Erased")["id"], stack.create_ticket("Kept")["id"]
    engine.sql("INSERT INTO django_session VALUES ('leaver', '', now() + '1 day')", database="quietdesk")
    backup.main()
    stack.manage("erase_ticket", str(erased), "--yes")
    monkeypatch.setenv("FORCE", "1")
    restore.main()
    stack.wait_until_ready()
    said = capsys.readouterr().out
    assert "1 erased ticket came back and is erased again" in said
    assert "list of its own" not in said
    assert kept in stack.ids()
    assert erased not in stack.ids()
    assert engine.sql("SELECT count(*) FROM django_session", database="quietdesk") == "0"


def test_a_restore_redacts_again_what_was_redacted_since_the_backup(
    stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    number = stack.create_ticket("The password is Quux-7")["id"]
    backup.main()
    stack.http.patch(f"/api/tickets/{number}/", json={"title": "Changed"}).raise_for_status()
    stack.manage("redact_value", str(number), "title:0", "--yes")
    monkeypatch.setenv("FORCE", "1")
    restore.main()
    stack.wait_until_ready()
    assert "1 redacted value came back and is redacted again" in capsys.readouterr().out
    # In the backup it was what the ticket said.
    found = stack.http.get(f"/api/tickets/{number}/").json()
    assert found["title"] == "[redacted]"
    assert found["history"][-1]["old_redacted"]["by"] == "list"
    rows = engine.sql("SELECT count(*) FROM tickets_ticketevent WHERE old LIKE '%Quux%'", database="quietdesk")
    assert rows == "0"


def test_on_a_new_machine_the_list_in_the_backup_is_applied(
    stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    erased, kept = stack.create_ticket("Erased")["id"], stack.create_ticket("Kept")["id"]
    with file.open("wb") as dump:
        engine.in_database("pg_dump", "--username=quietdesk", "--format=custom", "quietdesk", stdout=dump)
    stack.manage("erase_ticket", str(erased), "--yes")
    lines = engine.compose("exec", "-T", "backend", "cat", backup.ERASED_LIST)
    new = file.with_name("new.tar")
    archive.pack(new, dump=file, erased=lines)
    engine.compose("exec", "-T", "backend", "rm", backup.ERASED_LIST)
    monkeypatch.setenv("FORCE", "1")
    monkeypatch.setenv("FILE", str(new))
    restore.main()
    stack.wait_until_ready()
    said = capsys.readouterr().out
    assert "1 erased ticket came back and is erased again; this machine had no list" in said
    assert kept in stack.ids()
    assert erased not in stack.ids()
    assert lines.splitlines()[-1] in engine.compose("exec", "-T", "backend", "cat", backup.ERASED_LIST).splitlines()


def test_an_older_backup_without_a_list_is_restored_and_the_restore_says_so(
    stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = stack.create_ticket("Kept")["id"]
    with file.open("wb") as dump:
        engine.in_database("pg_dump", "--username=quietdesk", "--format=custom", "quietdesk", stdout=dump)
    monkeypatch.setenv("FORCE", "1")
    restore.main()
    stack.wait_until_ready()
    assert "the backup has no list of its own" in capsys.readouterr().out
    assert kept in stack.ids()


def test_a_backup_does_not_overwrite_a_file_without_force(
    stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("an older backup")
    assert "already exists" in error_of(backup.main)
    assert file.read_text() == "an older backup"
    monkeypatch.setenv("FORCE", "1")
    backup.main()
    assert backup.verify(file).split()[0] == str(len(stack.ids()))


@pytest.mark.parametrize("damage", ["truncated", "halved", "emptied", "something else"])
def test_a_damaged_backup_is_refused(stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    backup.main()
    whole = file.read_bytes()
    contents = {
        "truncated": whole[: len(whole) - 200],
        "halved": whole[: len(whole) // 2 // 10240 * 10240],
        "emptied": b"",
        "something else": b"tickets",
    }
    file.write_bytes(contents[damage])
    monkeypatch.setenv("FORCE", "1")
    before = stack.ids()
    assert re.search("failed|damaged", error_of(restore.main))
    assert stack.ids() == before


def test_an_encrypted_backup_is_read_by_age_and_restored(
    stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = stack.create_ticket("Encrypted")["id"]
    identity, other = file.with_name("key.txt"), file.with_name("other.txt")
    for key in (identity, other):
        subprocess.run(["age-keygen", "--output", key], capture_output=True, check=True)
    made = subprocess.run(["age-keygen", "-y", identity], capture_output=True, text=True, check=True)
    monkeypatch.setenv("RECIPIENT", made.stdout.strip())
    backup.main()
    assert {one.name for one in file.parent.iterdir()} == {"key.txt", "other.txt", file.name}
    command: list[str | Path] = [
        "age",
        "--decrypt",
        "--identity",
        identity,
        "--output",
        file.with_name("plain.tar"),
        file,
    ]
    subprocess.run(command, check=True)
    assert backup.verify(file.with_name("plain.tar")).split()[0] == str(len(stack.ids()))
    monkeypatch.setenv("FORCE", "1")
    assert "IDENTITY=" in error_of(restore.main)
    monkeypatch.setenv("IDENTITY", str(other))
    assert "another key" in error_of(restore.main)
    assert kept in stack.ids()
    later = stack.create_ticket("Filed later")["id"]
    monkeypatch.setenv("IDENTITY", str(identity))
    restore.main()
    stack.wait_until_ready()
    assert kept in stack.ids()
    assert later not in stack.ids()


def test_a_backup_of_another_database_is_refused(stack: Stack, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with file.open("wb") as dump:
        engine.in_database("pg_dump", "--username=postgres", "--format=custom", "postgres", stdout=dump)
    monkeypatch.setenv("FORCE", "1")
    assert "contains no tickets" in error_of(restore.main)
