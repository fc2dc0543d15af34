"""`manage.py export_tickets --recipient`: the file is encrypted, and the program `age` reads it."""

import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    file = tmp_path / "key.txt"
    subprocess.run(["age-keygen", "--output", file], capture_output=True, check=True)
    return file


def public(identity: Path) -> str:
    return subprocess.run(["age-keygen", "-y", identity], capture_output=True, text=True, check=True).stdout.strip()


def export(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("export_tickets", str(path), *options, stdout=out)
    return out.getvalue()


def decrypted(path: Path, identity: Path) -> bytes:
    return subprocess.run(["age", "--decrypt", "--identity", identity, path], capture_output=True, check=True).stdout


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx", "CSV"])
@pytest.mark.parametrize("tickets", [0, 3])
def test_it_holds_what_the_plain_export_holds(tmp_path: Path, identity: Path, kind: str, tickets: int) -> None:
    for number in range(tickets):
        Ticket.objects.create(
            title=f"Ticket {number}", description="Zeile\n" * 8_000, category="billing", priority="low", status="open"
        )
    plain, encrypted = tmp_path / f"a.{kind}", tmp_path / f"b.{kind}.age"
    export(plain)
    assert f"Exported {tickets} ticket" in export(encrypted, "--recipient", public(identity))
    assert encrypted.stat().st_mode & 0o777 == 0o600
    assert b"Ticket 1" not in encrypted.read_bytes()
    read = decrypted(encrypted, identity)
    # A workbook holds the moment at which it was made.
    assert read == plain.read_bytes() or (kind == "xlsx" and read[:2] == plain.read_bytes()[:2])
    assert {file.name for file in tmp_path.iterdir()} == {"key.txt", plain.name, encrypted.name}


def test_each_of_several_owners_can_read_it(tmp_path: Path, identity: Path) -> None:
    other = tmp_path / "other.txt"
    subprocess.run(["age-keygen", "--output", other], capture_output=True, check=True)
    file = tmp_path / "a.jsonl.age"
    export(file, "--recipient", public(identity), "--recipient", public(other))
    assert decrypted(file, identity) == decrypted(file, other)


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("a.csv.age", [], "go together"),
        ("a.age", [], "go together"),
        ("a.csv", ["--recipient", "own"], "go together"),
        ("a.age", ["--recipient", "own"], "must end in .csv, .jsonl or .xlsx, and .age"),
        ("a.pdf.age", ["--recipient", "own"], "must end in .csv, .jsonl or .xlsx, and .age"),
        ("a", [], "must end in .csv, .jsonl or .xlsx."),
        ("a.csv.age", ["--recipient", "nobody"], "--recipient: 'nobody' is no public key"),
        ("a.csv.age", ["--recipient", ""], "--recipient: '' is no public key"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    tmp_path: Path, identity: Path, name: str, options: list[str], said: str
) -> None:
    given = [public(identity) if option == "own" else option for option in options]
    with pytest.raises(CommandError) as refused:
        export(tmp_path / name, *given)
    assert said in str(refused.value)
    assert {file.name for file in tmp_path.iterdir()} == {"key.txt"}


def test_an_error_while_it_is_written_leaves_no_file(
    tmp_path: Path, identity: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> list[str]:
        raise OperationalError("the database is gone")

    monkeypatch.setattr("transfer.management.commands.export_tickets.ticket_batches", fail)
    with pytest.raises(OperationalError, match="is gone"):
        export(tmp_path / "a.csv.age", "--recipient", public(identity))
    assert {file.name for file in tmp_path.iterdir()} == {"key.txt"}
