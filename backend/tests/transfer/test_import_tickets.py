"""manage.py import_tickets: every good row is in, once; every bad one is named by its line and kept apart."""

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
from transfer.services import running
from transfer.services.checking import BadRowError, draft
from transfer.services.reading import survey
from triage import Question, Triage, TriageConfig

pytestmark = pytest.mark.django_db
BACKEND = Path(__file__).parents[2]


def load(path: Path, **options: Any) -> str:
    """What the command printed, and how it ended if it was not well."""
    out = StringIO()
    try:
        call_command("import_tickets", str(path), stdout=out, stderr=out, **options)
    except CommandError as error:
        out.write(f"{error}\n")
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Any:
    """Makes a file; text is written as UTF-8."""

    def make(content: str | bytes, name: str = "tickets.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def rejected(path: Path) -> list[dict[str, str]]:
    """The rows that were kept apart."""
    with path.with_suffix(".rejected.csv").open(newline="", encoding="utf-8", errors="surrogateescape") as file:
        return list(csv.DictReader(file))


def titles() -> list[str]:
    return list(Ticket.objects.order_by("pk").values_list("title", flat=True))


def test_a_ticket_comes_with_its_labels_its_past_and_its_requester(file: Any) -> None:
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


def test_missing_labels_come_from_the_keywords_and_are_marked_as_theirs(file: Any) -> None:
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
def test_files_of_many_programs_are_read(file: Any, content: bytes, encoding: str | None) -> None:
    assert load(file(content), encoding=encoding) == "Imported 1 ticket.\n"
    assert titles() == ["Ärger"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty."),
        ("title,text\nx,y\n", "Line 1 must name the columns; description is missing."),
        ("a\n", "Line 1 must name the columns; title and description is missing."),
        ("title,description,title\n", "Line 1 names a column twice: title."),
        (f"title,description\nx,{'y' * 1_000_001}\n", "Line 2 has more than 1,000,000 characters"),
        (b"\xff\xfet\x00i\x00t", "this is not utf-16"),
    ],
)
def test_what_is_no_such_file_is_refused_before_anything_is_written(file: Any, content: str | bytes, said: str) -> None:
    assert said in load(file(content))
    assert not Ticket.objects.exists()


def test_wrong_names_and_encodings_are_told(file: Any, tmp_path: Path) -> None:
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
        ("Title,Text,,,urgent,,", "priority: none of low, medium, high, critical"),
        ("Title,Text,,,,done,", "status: none of open, in_progress, resolved, closed"),
        ("Title,Text,,,,,yesterday", "created_at: not a time with its zone"),
        ("Title,Text,,,,,2024-02-29T10:30:00", "created_at: not a time with its zone"),
        ("Title,Text,,,,,0001-01-01T00:00:00+14:00", "created_at: not a time with its zone"),
        ("Title,Te\x00xt,,,,,", "description: holds a null character"),
        (b"Title,T\xe4xt,,,,,", "description: holds what is no character; is the file's encoding another one?"),
        ("Title,Text", "2 fields, but the header has 7"),
        ('Title,"Te"xt,,,,,', "not CSV: ',' expected after '\"'"),
        ("Title,Text,,nonsense,urgent,,", "; priority: none of"),
    ],
)
def test_a_bad_row_is_named_kept_apart_and_stops_no_other(file: Any, row: str | bytes, reason: str) -> None:
    bad = row if isinstance(row, bytes) else row.encode()
    good = b"Good,Text,,,,,"
    header = b"title,description,requester,category,priority,status,created_at"
    path = file(b"\n".join([header, good, bad, good]))
    said = load(path)
    assert "line 3: " in said
    assert reason in said
    assert "Imported 2 tickets." in said
    assert "1 row was not taken: see tickets.rejected.csv" in said
    assert titles() == ["Good", "Good"]
    (row_,) = rejected(path)
    assert row_["line"] == "3"
    assert reason in row_["reason"]
    # As it came, to be put right.
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
        (r'{"title": "a\ud800b", "description": "x"}', "title: holds what is no character"),
    ],
)
def test_a_bad_line_of_json_likewise(file: Any, line: str, reason: str) -> None:
    path = file('{"title": "Good\\u2028", "description": "x"}\n\n' + line + "\n", "tickets.jsonl")
    said = load(path)
    assert f"line 3: {reason}" in said
    kept = json.loads(path.with_name("tickets.rejected.jsonl").read_text())
    assert kept["line"] == 3
    assert kept["reason"].startswith(reason)
    assert Ticket.objects.count() == 1


def test_rejected_rows_that_were_put_right_can_be_imported(file: Any) -> None:
    path = file("title,description,priority\nGood,x,low\n=Bad,x,urgent\n")
    load(path)
    kept = path.with_name("tickets.rejected.csv")
    kept.write_text(kept.read_text().replace("urgent", "high"))
    assert load(kept) == "Imported 1 ticket.\n"
    assert titles() == ["Good", "=Bad"]


def test_a_row_that_only_the_database_refuses_is_kept_apart_too(file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transfer.services.checking.is_blank", lambda text: not text)
    path = file("title,description\n" + "".join(f"{number},x\n" for number in range(50)) + "\u200b,x\n51,x\n")
    said = load(path)
    assert "line 52: the database refused it (23514)" in said
    assert Ticket.objects.count() == 51


def test_importing_the_same_file_again_changes_nothing_unless_asked(file: Any) -> None:
    path = file("title,description\na,x\n")
    load(path)
    assert "was imported already (1 tickets); nothing changed" in load(path)
    assert titles() == ["a"]
    assert load(path, again=True) == "Imported 1 ticket.\n"
    assert titles() == ["a", "a"]


def test_a_file_that_is_being_imported_is_left_to_that_import(file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file("title,description\na,x\n")
    monkeypatch.setattr(running, "PATIENCE", 0.1)
    key = int(survey(path).digest[:7], 16)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [running.LOCKS, key])
        assert "is being imported at this moment" in load(path)
    finally:
        other.close()
    assert titles() == []


values = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(["", " ", "\u200b", "x" * 201])


@settings(deadline=None, max_examples=200)
@given(title=values, description=values, requester=values)
def test_a_row_is_taken_exactly_when_the_api_would_take_it(title: str, description: str, requester: str) -> None:
    row = {"title": title, "description": description, "requester": requester}
    api = TicketCreateSerializer(data=row)
    taken = api.is_valid() and not any("\x00" in value for value in row.values())
    try:
        made = draft(row)
    except BadRowError:
        assert not taken
        return
    assert taken
    kept = api.validated_data
    assert (made.title, made.description, made.requester) == (kept["title"], kept["description"], kept["requester"])


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    count = 30_000
    with path.open("w") as file:
        file.write("title,description,category,priority\n")
        for number in range(count):
            # Every tenth is wrong.
            file.write(f"Ticket {number},A text,billing,{'low' if number % 10 else 'urgent'}\n")
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    command = [sys.executable, "manage.py", "import_tickets", str(path)]
    environment = os.environ | {"DATABASE_URL": address}
    kills = 0
    for least in (1, count // 3, 2 * count // 3):
        process = subprocess.Popen(
            command, cwd=BACKEND, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while process.poll() is None and Ticket.objects.count() < least:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
    assert kills >= 1
    assert 0 < ImportedFile.objects.get().rows < count or kills < 3
    done = subprocess.run(command, cwd=BACKEND, env=environment, capture_output=True, text=True, check=False)
    assert "not taken: see tickets.rejected.csv" in done.stderr
    wanted = {f"Ticket {number}" for number in range(count) if number % 10}
    found = titles()
    assert len(found) == len(wanted)
    assert set(found) == wanted
    assert TicketEvent.objects.count() == len(found)
    assert tally_differences() == []
    assert [row["title"] for row in rejected(path)] == [f"Ticket {number}" for number in range(0, count, 10)]


@pytest.mark.django_db(transaction=True)
def test_many_labels_are_decided_on_every_core_as_one_would_alone(file: Any) -> None:
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
