"""manage.py import_tickets: valid rows are imported once; invalid rows are reported by line and written to a file."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.selectors.tally import tally_differences
from tickets.models import Ticket, TicketEvent
from tickets.serializers import TicketCreateSerializer
from transfer.models import ImportedFile
from transfer.services import importer
from transfer.services.readers import inspect_file
from transfer.services.validation import InvalidRowError, validate_row
from triage import Question, Triage, TriageConfig

pytestmark = pytest.mark.django_db
BACKEND = Path(__file__).parents[2]


def load(path: Path, **options: Any) -> str:
    """The output of the command, including its error."""
    out = StringIO()
    try:
        call_command("import_tickets", str(path), stdout=out, stderr=out, **options)
    except CommandError as error:
        out.write(f"{error}\n")
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Any:
    """Creates a file; text is encoded as UTF-8."""

    def make(content: str | bytes, name: str = "tickets.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def rejected(path: Path) -> list[dict[str, str]]:
    """The rows in the file of rejected rows."""
    with path.with_suffix(".rejected.csv").open(newline="", encoding="utf-8", errors="surrogateescape") as file:
        return list(csv.DictReader(file))


def titles() -> list[str]:
    return list(Ticket.objects.order_by("pk").values_list("title", flat=True))


def test_labels_timestamps_and_requester_are_imported(file: Any) -> None:
    path = file(
        "id,title,description,requester,category,priority,status,created_at,updated_at\r\n"
        '77," Scanner jammed ","It beeps,\r\nand ""blinks"".",Ward 4,technical,high,Closed,'
        "2024-02-29T10:30:00+01:00,2024-03-01T08:00:00Z\r\n"
    )
    assert load(path) == "Imported 1 ticket.\n"
    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.description, ticket.requester) == (
        "Scanner jammed",
        'It beeps,\r\nand "blinks".',
        "Ward 4",
    )
    assert (ticket.category, ticket.priority, ticket.status, ticket.version) == ("technical", "high", "closed", 1)
    assert ticket.created_at == datetime(2024, 2, 29, 9, 30, tzinfo=UTC)
    assert ticket.updated_at == datetime(2024, 3, 1, 8, tzinfo=UTC)
    assert ticket.suggested_by is None
    event = TicketEvent.objects.get()
    assert (event.ticket_id, event.actor, event.field, event.at) == (ticket.pk, "import", "created", ticket.created_at)
    assert tally_differences() == []


def test_missing_labels_come_from_the_keyword_tier_and_are_recorded_as_its_suggestion(file: Any) -> None:
    row = {"title": "Invoice", "description": "I was charged twice for the March invoice, please refund."}
    load(file(json.dumps(row | {"priority": "low", "requester": " "}), "tickets.jsonl"))
    ticket = Ticket.objects.get()
    assert (ticket.category, ticket.priority, ticket.status, ticket.requester) == ("billing", "low", "open", None)
    assert (ticket.suggested_by, ticket.suggested_category, ticket.suggested_priority) == ("keywords", "billing", None)
    assert ticket.suggested_confidence is not None
    assert (datetime.now(UTC) - ticket.created_at).total_seconds() < 600


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("title,description\nÄrger,x\n".encode(), None),
        ("\ufefftitle,description\nÄrger,x".encode(), None),
        ("Description;TITLE;extra\rx;Ärger;y\r".encode(), None),
        ("title\tdescription\r\nÄrger\tx\r\n\r\n".encode("utf-16"), None),
        ('"title","description"\n"Ärger","x"\n'.encode("cp1252"), "windows-1252"),
    ],
)
def test_common_encodings_and_delimiters_are_read(file: Any, content: bytes, encoding: str | None) -> None:
    extra = "Columns that are left out, with their filled cells: extra (1).\n" if b"extra" in content else ""
    assert load(file(content), encoding=encoding) == f"Imported 1 ticket.\n{extra}"
    assert titles() == ["Ärger"]


def test_a_foreign_file_is_imported_by_a_map(file: Any) -> None:
    path = file('\ufeffBetreff,TEXT,Labels,Labels\nOne,"=x",a,b\n')
    output = load(path)
    assert "Line 1 must name the columns; title and description are missing." in output
    assert "It names Betreff, TEXT, Labels." in output
    assert "import_tickets tickets.csv --map title=Betreff --map description=TEXT" in output
    left_out = "Columns that are left out, with their filled cells: Labels (2).\n"
    assert load(path, map=["title=betreff", "description=Text"]) == f"Imported 1 ticket.\n{left_out}"
    assert list(Ticket.objects.values_list("title", "description")) == [("One", "=x")]


def test_one_column_may_serve_twice_and_json_is_mapped_too(file: Any) -> None:
    load(file("Subject\nOne\n"), map=["title=Subject", "description=Subject"])
    load(file('{"Subject": "Two", "description": "x"}\n', "tickets.jsonl"), map=["title=Subject"])
    assert list(Ticket.objects.order_by("pk").values_list("title", "description")) == [("One", "One"), ("Two", "x")]


@pytest.mark.parametrize(
    ("options", "output"),
    [
        (["title"], "--map title: write our column first"),
        (["title="], "--map title=: write our column first"),
        (["Subject=title"], "--map Subject=title: subject is none of our columns: title, description"),
        (["title=A", "title=B"], "--map gives title twice."),
        (["title=Nothing"], "--map title=Nothing: line 1 names no such column. It names Subject, Labels, description."),
        (["title=labels"], "Line 1 names a column twice: labels."),
    ],
)
def test_an_invalid_map_is_refused(file: Any, options: list[str], output: str) -> None:
    assert output in load(file("Subject,Labels,Labels,description\na,b,c,d\n"), map=options)
    assert titles() == []


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;", "\ufeffsep=;"])
def test_a_line_that_tells_the_separator_is_obeyed_and_counted(file: Any, line: str) -> None:
    path = file(f"{line}\r\ntitle;description;a, b, c, d;priority\r\nOne;x;;\r\nTwo;x;;huge\r\n")
    output = load(path, skip_unknown=True)
    assert "line 4: priority" in output
    assert "Imported 1 ticket." in output
    assert titles() == ["One"]


@pytest.mark.parametrize(
    ("content", "output"),
    [
        ("", "The file is empty."),
        ("sep=;\n", "The file is empty."),
        ("sep=;\ntitle;text\n", "Line 2 must name the columns; description is missing."),
        ("title,text\nx,y\n", "Line 1 must name the columns; description is missing."),
        ("a\n", "Line 1 must name the columns; title and description are missing."),
        ("title,description,title\n", "Line 1 names a column twice: title."),
        (f"title,description\nx,{'y' * 1_000_001}\n", "Line 2 has more than 1,000,000 characters"),
        (b"\xff\xfet\x00i\x00t", "this is not utf-16"),
    ],
)
def test_an_invalid_file_is_rejected_before_anything_is_written(file: Any, content: str | bytes, output: str) -> None:
    assert output in load(file(content))
    assert not Ticket.objects.exists()


def test_wrong_file_names_and_encodings_are_reported(file: Any, tmp_path: Path) -> None:
    assert "the name must end in .csv or .jsonl" in load(file("x", "tickets.xlsx"))
    assert "No such file" in load(tmp_path / "missing.csv")
    assert "no encoding called klingon" in load(file("title,description\n"), encoding="klingon")


GOOD = "Good,Text"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Text,,,,,", "title: missing or blank"),
        ("\u3000,Text,,,,,", "title: missing or blank"),
        ("Title, \u200b ,,,,,", "description: missing or blank"),
        (f"{'x' * 201},Text,,,,,", "title: 201 characters, at most 200"),
        (f"Title,{'x' * 50_001},,,,,", "description: 50001 characters, at most 50000"),
        (f"Title,Text,{'x' * 255},,,,", "requester: 255 characters, at most 254"),
        ("Title,Text,,nonsense,,,", "category: none of billing, technical, account, general"),
        ("Title,Text,,,huge,,", "priority: none of low, medium, high, critical"),
        ("Title,Text,,,,odd,", "status: none of open, in_progress, resolved, closed"),
        ("Title,Text,,,,,yesterday", "created_at: not a time with a time zone"),
        ("Title,Text,,,,,2024-02-29T10:30:00", "created_at: not a time with a time zone"),
        ("Title,Text,,,,,0001-01-01T00:00:00+14:00", "created_at: before 1970 or later than tomorrow"),
        ("Title,Text,,,,,1969-12-31T23:59:59Z", "created_at: before 1970 or later than tomorrow"),
        ("Title,Text,,,,,1970-01-01T00:30:00+01:00", "created_at: before 1970 or later than tomorrow"),
        ("Title,Text,,,,,9999-12-31T23:59:59-12:00", "created_at: before 1970 or later than tomorrow"),
        ("Title,Te\x00xt,,,,,", "description: holds a null character"),
        (b"Title,T\xe4xt,,,,,", "description: holds invalid characters; is the file in another encoding?"),
        ("Title,Text", "2 fields, but the header has 7"),
        ('Title,"Te"xt,,,,,', "not CSV: ',' expected after '\"'"),
        ("Title,Text,,nonsense,huge,,", "; priority: none of"),
    ],
)
def test_an_invalid_row_is_reported_and_the_other_rows_are_imported(file: Any, row: str | bytes, reason: str) -> None:
    bad = row if isinstance(row, bytes) else row.encode()
    good = b"Good,Text,,,,,"
    header = b"title,description,requester,category,priority,status,created_at"
    path = file(b"\n".join([header, good, bad, good]))
    output = load(path, skip_unknown=True)
    assert "line 3: " in output
    assert reason in output
    assert "Imported 2 tickets." in output
    assert "1 row was rejected: see tickets.rejected.csv" in output
    assert titles() == ["Good", "Good"]
    (row_,) = rejected(path)
    assert row_["line"] == "3"
    assert reason in row_["reason"]
    # Unchanged, so that it can be corrected.
    if row_["raw"]:
        assert row_["raw"].rstrip("\n").encode() == bad
    else:
        assert ",".join([row_["title"], row_["description"]]).encode("utf-8", "surrogateescape") in bad
    assert path.with_suffix(".rejected.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{nonsense", "not JSON: "),
        ("[" * 100_000, "not JSON: nested too deeply"),
        ('["a"]', "not a JSON object"),
        ('{"title": 5, "description": "x"}', "title: not text"),
        (r'{"title": "a\ud800b", "description": "x"}', "title: holds invalid characters"),
    ],
)
def test_an_invalid_line_of_json_is_reported(file: Any, line: str, reason: str) -> None:
    path = file('{"title": "Good\\u2028", "description": "x"}\n\n' + line + "\n", "tickets.jsonl")
    output = load(path)
    assert f"line 3: {reason}" in output
    kept = json.loads(path.with_name("tickets.rejected.jsonl").read_text())
    assert kept["line"] == 3
    assert kept["reason"].startswith(reason)
    assert Ticket.objects.count() == 1


def test_corrected_rejected_rows_can_be_imported(file: Any) -> None:
    path = file("title,description,priority\nGood,x,low\n=Bad,x,huge\n")
    load(path, skip_unknown=True)
    kept = path.with_name("tickets.rejected.csv")
    kept.write_text(kept.read_text().replace("huge", "high"))
    assert load(kept) == "Imported 1 ticket.\n"
    assert titles() == ["Good", "=Bad"]


def test_a_row_that_violates_a_database_constraint_is_rejected(file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transfer.services.validation.is_blank", lambda text: not text)
    path = file("title,description\n" + "".join(f"{number},x\n" for number in range(50)) + "\u200b,x\n51,x\n")
    output = load(path)
    assert "line 52: rejected by the database (SQLSTATE 23514)" in output
    assert Ticket.objects.count() == 51


def test_importing_the_same_file_again_changes_nothing_without_again(file: Any) -> None:
    path = file("title,description\na,x\n")
    load(path)
    assert "was imported already (1 tickets); nothing changed" in load(path)
    assert titles() == ["a"]
    assert load(path, again=True) == "Imported 1 ticket.\n"
    assert titles() == ["a", "a"]


def test_two_imports_of_one_file_exclude_each_other(file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file("title,description\na,x\n")
    monkeypatch.setattr(importer, "LOCK_TIMEOUT", 0.1)
    key = importer.lock_key(inspect_file(path).digest)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
        assert "is being imported by another process" in load(path)
    finally:
        other.close()
    assert titles() == []


values = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(["", " ", "\u200b", "x" * 201])


@settings(deadline=None, max_examples=200)
@given(title=values, description=values, requester=values)
def test_import_and_api_accept_the_same_rows(title: str, description: str, requester: str) -> None:
    row = {"title": title, "description": description, "requester": requester}
    api = TicketCreateSerializer(data=row)
    accepted = api.is_valid() and not any("\x00" in value for value in row.values())
    try:
        fields = validate_row(row)
    except InvalidRowError:
        assert not accepted
        return
    assert accepted
    kept = api.validated_data
    assert (fields.title, fields.description, fields.requester) == (
        kept["title"],
        kept["description"],
        kept["requester"],
    )


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_resumes(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    count = 30_000
    with path.open("w") as file:
        file.write("title,description,category,priority\n")
        for number in range(count):
            # Every tenth row is invalid.
            file.write(f"Ticket {number},A text,billing,{'low' if number % 10 else 'huge'}\n")
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    command = [sys.executable, "manage.py", "import_tickets", str(path), "--skip-unknown"]
    environment = os.environ | {"DATABASE_URL": address}
    kills = 0
    for imported in (1, count // 3, 2 * count // 3):
        process = subprocess.Popen(
            command, cwd=BACKEND, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while process.poll() is None and Ticket.objects.count() < imported:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
    assert kills >= 1
    assert 0 < ImportedFile.objects.get().rows < count or kills < 3
    done = subprocess.run(command, cwd=BACKEND, env=environment, capture_output=True, text=True, check=False)
    assert "rejected: see tickets.rejected.csv" in done.stderr
    wanted = {f"Ticket {number}" for number in range(count) if number % 10}
    found = titles()
    assert len(found) == len(wanted)
    assert set(found) == wanted
    assert TicketEvent.objects.count() == len(found)
    assert tally_differences() == []
    assert [row["title"] for row in rejected(path)] == [f"Ticket {number}" for number in range(0, count, 10)]


@pytest.mark.django_db(transaction=True)
def test_the_pool_gives_the_same_labels_as_one_process(file: Any) -> None:
    words = ("invoice charged twice refund", "printer jammed error", "password reset login", "opening hours question")
    rows = [{"title": f"Ticket {number}", "description": words[number % 4]} for number in range(1200)]
    load(file("".join(json.dumps(row) + "\n" for row in rows), "tickets.jsonl"))
    found = list(Ticket.objects.order_by("pk").values_list("title", "description", "category", "priority"))
    alone = Triage(TriageConfig(provider="keywords"))
    for number, (title, description, category, priority) in enumerate(found):
        assert (title, description) == (rows[number]["title"], rows[number]["description"])
        labels = alone.keywords(Question(description=description, title=title)).labels
        assert (category, priority) == (labels.category, labels.priority)
    assert len(found) == 1200
