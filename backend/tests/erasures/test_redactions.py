"""A redacted value is gone from the whole database and does not come back; a tombstone says when and by whom."""

import errno
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings
from rest_framework.test import APIClient

from api.models import IdempotencyKey
from conversations.models import Note
from egress.models import CloudCall
from erasures.models import Erasure
from erasures.services import desk_id, erased_list, erased_list_merge
from erasures.services.erased_list import ErasedList, Line, Value
from erasures.services.statistics import statistics_renew
from tests.erasures.marks import MARK, everything_with
from tickets import services
from tickets.models import Ticket, TicketEvent
from tickets.redaction.selectors import REDACTED, StoredValue
from tickets.redaction.services import NoSuchValueError, values_of, values_redact, values_redact_again

pytestmark = pytest.mark.django_db
Make = Callable[..., Ticket]
FIELDS = ("title", "description", "requester")
SECRET = f"password {MARK}"


@pytest.fixture(autouse=True)
def own_list(settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path


@pytest.fixture
def number(api: APIClient) -> int:
    """A ticket whose title, description and requester had the secret, were changed twice, and a note with it."""
    for count in range(2):
        # So that no table becomes empty, and values occur more than once.
        other = api.post("/api/tickets/", {"title": f"Other {count}", "description": "kept"}).json()["id"]
        api.post(f"/api/tickets/{other}/notes/", {"text": "kept"})
    headers: dict[str, Any] = {"HTTP_IDEMPOTENCY_KEY": "key-1"}
    made = int(api.post("/api/tickets/", dict.fromkeys(FIELDS, SECRET), **headers).json()["id"])
    for field in FIELDS:
        change(made, field, f"{field} second")
        change(made, field, f"{field} third")
    api.post(f"/api/tickets/{made}/notes/", {"text": f"it is {SECRET}!", "author": "Ada"})
    CloudCall.objects.create(
        at=datetime.now(UTC), host="cloud", model="m", size=1, sha256="a" * 64, reference=uuid.uuid4(), ticket_id=made
    )
    statistics_renew()
    return made


def change(number: int, field: str, value: str) -> None:
    services.ticket_update(ticket_id=number, changes={field: value})


def redact(number: int, *names: str, actor: str = "admin:ada") -> list[str]:
    parsed = [(name.split(":")[0], int(name.split(":")[1])) for name in names]
    return [value.name for value in values_redact(ticket_id=number, names=parsed, actor=actor).redacted]


def value(number: int, field: str, place: int) -> StoredValue:
    return [found for found in values_of(number) if found.field == field][place]


def events(api: APIClient, number: int, field: str) -> list[dict[str, Any]]:
    history = api.get(f"/api/tickets/{number}/").json()["history"]
    return [event for event in history if event["field"] == field]


def test_nothing_of_a_redacted_text_is_left_in_any_table_or_statistic(api: APIClient, number: int) -> None:
    assert {"public.tickets_ticketevent", "public.conversations_note"} <= set(everything_with(MARK))
    note = Note.objects.get(ticket_id=number).pk
    ids = list(TicketEvent.objects.values_list("pk", flat=True))
    call_command("redact_value", str(number), "title:0", f"note:{note}", "--yes")
    assert everything_with(MARK) == []
    assert MARK not in erased_list().path.read_text()
    assert list(TicketEvent.objects.values_list("pk", flat=True)) == ids
    # A digest of a short text could be guessed.
    assert CloudCall.objects.get().sha256 == ""
    assert IdempotencyKey.objects.get().digest == ""
    assert CloudCall.objects.get().ticket_id == number


def test_the_same_text_goes_with_it_and_other_texts_stay(api: APIClient, number: int) -> None:
    assert redact(number, "title:0") == ["title:0", "description:0", "requester:0"]
    for field in FIELDS:
        assert [event["old"] for event in events(api, number, field)] == [None, f"{field} second"]
        assert [event["new"] for event in events(api, number, field)] == [f"{field} second", f"{field} third"]
    assert Note.objects.get(ticket_id=number).text == f"it is {SECRET}!"


def test_the_same_text_goes_with_it_whatever_blanks_are_around_it(api: APIClient, number: int) -> None:
    note = api.post(f"/api/tickets/{number}/notes/", {"text": f"\n  {SECRET}\r\n"}).json()["id"]
    longer = api.post(f"/api/tickets/{number}/notes/", {"text": f"{SECRET} {SECRET}"}).json()["id"]
    redacted = redact(number, "title:0")
    assert f"note:{note}" in redacted
    assert f"note:{longer}" not in redacted


def test_a_value_between_two_others_is_gone_from_both_entries(api: APIClient, number: int) -> None:
    second = value(number, "title", 1)
    redact(number, second.name)
    first, last = events(api, number, "title")
    assert (first["old"], first["new"]) == (SECRET, None)
    assert (last["old"], last["new"]) == (None, "title third")
    assert first["old_redacted"] is None
    assert first["new_redacted"] == last["old_redacted"]
    assert last["new_redacted"] is None
    assert last["old_redacted"]["by"] == "admin:ada"
    for event in (first, last):
        whole = api.get(f"/api/tickets/{number}/events/{event['id']}/").json()
        assert whole == {name: event[name] for name in whole}


@pytest.mark.parametrize("field", FIELDS)
def test_a_present_value_becomes_a_placeholder(api: APIClient, number: int, field: str) -> None:
    before = api.get(f"/api/tickets/{number}/")
    redact(number, value(number, field, -1).name)
    now = api.get(f"/api/tickets/{number}/")
    assert now.json()[field] == REDACTED
    last = events(api, number, field)[-1]
    assert (last["old"], last["new"], last["actor"]) == (None, REDACTED, "admin:ada")
    assert last["old_redacted"]["by"] == "admin:ada"
    # An editor that was open before has the old version.
    stale = api.patch(f"/api/tickets/{number}/", {"title": "x"}, headers={"If-Match": before["ETag"]})
    assert stale.status_code == 412
    assert f"{field} third" not in stale.content.decode()
    with pytest.raises(NoSuchValueError, match="was redacted before"):
        redact(number, value(number, field, -1).name)


def test_a_present_value_with_the_same_text_stays_and_is_told(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    change(number, "title", SECRET)
    call_command("redact_value", str(number), "title:0", "--yes")
    present = value(number, "title", -1)
    assert present.present
    assert Ticket.objects.get(pk=number).title == SECRET
    assert f"The same text still is the ticket's title: redact {present.name} too." in capsys.readouterr().out


def test_a_note_keeps_its_place_and_its_author(api: APIClient, number: int) -> None:
    note = Note.objects.get(ticket_id=number)
    assert redact(number, f"note:{note.pk}", actor="command") == [f"note:{note.pk}"]
    (shown,) = api.get(f"/api/tickets/{number}/notes/").json()["results"]
    assert (shown["id"], shown["author"], shown["text"], shown["redacted"]["by"]) == (note.pk, "Ada", "", "command")
    assert api.get(f"/api/tickets/{number}/").json()["notes_count"] == 1
    other = Note.objects.exclude(pk=note.pk).first()
    assert other
    (shown, *_) = api.get(f"/api/tickets/{other.ticket_id}/notes/").json()["results"]
    assert shown["redacted"] is None


def test_a_retry_of_what_was_submitted_brings_nothing_back(api: APIClient, number: int) -> None:
    redact(number, "title:0")
    headers: dict[str, Any] = {"HTTP_IDEMPOTENCY_KEY": "key-1"}
    again = api.post("/api/tickets/", dict.fromkeys(FIELDS, SECRET), **headers)
    assert (again.status_code, again.json()["id"], again.json()["title"]) == (201, number, "title third")
    statistics_renew()
    note = Note.objects.get(ticket_id=number)
    redact(number, f"note:{note.pk}")
    statistics_renew()
    assert everything_with(MARK) == []


def test_everything_that_contains_a_text(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    change(number, "title", f"now {MARK} too")
    for arguments, left in ((["--containing"], True), (["--containing", "--present"], False)):
        monkeypatch.setattr("sys.stdin", _Piped(f"{MARK}\n"))
        call_command("redact_value", str(number), *arguments, "--yes")
        assert (MARK in Ticket.objects.get(pk=number).title) is left
    assert everything_with(MARK) == []
    monkeypatch.setattr("sys.stdin", _Piped(f"{MARK}\n"))
    with pytest.raises(CommandError, match="no former value or note contains this text"):
        call_command("redact_value", str(number), "--containing", "--yes")


class _Piped:
    def __init__(self, text: str) -> None:
        self.text = text

    def isatty(self) -> bool:
        return False

    def read(self) -> str:
        return self.text


def test_who_redacted_what_is_recorded_and_stays(number: int) -> None:
    created_at = Ticket.objects.get(pk=number).created_at
    second = value(number, "title", 1)
    redact(number, second.name)
    row = Erasure.objects.get()
    assert (row.number, row.created_at, row.actor) == (number, created_at, "admin:ada")
    assert (row.field, row.entry, row.entry_at) == ("title", second.entry, second.since)
    line = Line(desk_id(), number, created_at, Value("title", second.entry, second.since))
    assert erased_list().read().lines == [line]
    assert str(line).split(" ")[2:4] == ["title", str(second.entry)]


@pytest.mark.parametrize(
    "name", ["title:999999", "note:999999", "note:0", "category:0", "title", "title:-1", "title:x", ":1", "title:²"]
)
def test_a_name_of_nothing_redacts_nothing(number: int, name: str) -> None:
    with pytest.raises(CommandError, match="Nothing was redacted"):
        call_command("redact_value", str(number), "title:0", name, "--yes")
    assert not Erasure.objects.exists()
    assert not TicketEvent.objects.exclude(redacted_at=None).exists()


def test_a_value_of_another_ticket_is_none_of_this_one(number: int) -> None:
    other = Note.objects.exclude(ticket_id=number).first()
    assert other
    with pytest.raises(NoSuchValueError, match="is no value of this ticket"):
        redact(number, f"note:{other.pk}")
    with pytest.raises(CommandError, match="There is no ticket 999999"):
        call_command("redact_value", "999999", "title:0", "--yes")


def test_nothing_is_redacted_when_the_list_cannot_be_written(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ErasedList, "append", refuse)
    with pytest.raises(CommandError, match=r"Nothing was redacted: .*No space left"):
        call_command("redact_value", str(number), "title:0", value(number, "description", -1).name, "--yes")
    assert Ticket.objects.get(pk=number).description == "description third"
    assert value(number, "title", 0).start == SECRET
    assert not Erasure.objects.exists()


TOMBSTONE = "redacted_at = now(), redacted_by = 'command'"
CHANGES = [
    "UPDATE {table} SET {text} = '{other}' WHERE id = {id}",
    "UPDATE {table} SET {text} = '{other}', {tombstone} WHERE id = {id}",
    "UPDATE {table} SET {text} = {empty}, redacted_at = now() WHERE id = {id}",
    "UPDATE {table} SET {text} = {empty}, {tombstone}, at = at - interval '1 s' WHERE id = {id}",
    "UPDATE {table} SET id = 999999, {text} = {empty}, {tombstone} WHERE id = {id}",
    "UPDATE {table} SET at = at - interval '1 s' WHERE id = {id}",
    "DELETE FROM {table} WHERE id = {id}",
]
TABLES = [("tickets_ticketevent", "old", "NULL"), ("conversations_note", "text", "''")]


def execute_redacting(number: str, statement: str) -> None:
    """Execute a statement in a transaction that may redact values of this ticket."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('quietdesk.redacting', %s, true)", [number])
        cursor.execute(statement)


@pytest.mark.parametrize(("table", "text", "empty"), TABLES)
@pytest.mark.parametrize("statement", CHANGES)
def test_the_triggers_allow_a_redaction_and_nothing_else(
    number: int, table: str, text: str, empty: str, statement: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {table} WHERE ticket_id = %s AND {text} IS NOT NULL", [number])
        row = cursor.fetchone()[0]
    words = {"table": table, "text": text, "empty": empty, "tombstone": TOMBSTONE, "other": "other", "id": row}
    with pytest.raises(DatabaseError):
        execute_redacting(str(number), statement.format(**words))


@pytest.mark.parametrize(("table", "text", "empty"), TABLES)
@pytest.mark.parametrize("redacting", ["", "0", "other"])
def test_the_triggers_allow_a_redaction_in_its_transaction_alone(
    number: int, table: str, text: str, empty: str, redacting: str
) -> None:
    allowed = f"UPDATE {table} SET {text} = {empty}, {TOMBSTONE} WHERE ticket_id = {number}"
    if table == "tickets_ticketevent":
        allowed += " AND old IS NOT NULL"
    other = Ticket.objects.exclude(pk=number).values_list("pk", flat=True)[0]
    with pytest.raises(DatabaseError, match="append-only"):
        execute_redacting(str(other) if redacting == "other" else redacting, allowed)
    execute_redacting(str(number), allowed)
    # Not twice: a tombstone stays.
    with pytest.raises(DatabaseError, match="append-only"):
        execute_redacting(str(number), f"UPDATE {table} SET redacted_by = 'x' WHERE redacted_at IS NOT NULL")


def test_after_a_redaction_its_transaction_allows_no_more(number: int) -> None:
    with transaction.atomic():
        redact(number, "title:0")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            TicketEvent.objects.filter(ticket_id=number).update(
                old=None, redacted_at=datetime.now(UTC), redacted_by="x"
            )


def lines_without_record() -> list[Line]:
    """The list of the machine, and a database that an older backup has brought back."""
    return [line for line in erased_list_merge().lines if line.value]


def restored(api: APIClient, number: int) -> None:
    """Put back what redactions took out, as the restore of an older backup does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("tickets_ticketevent", "conversations_note"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE tickets_ticketevent SET old = %s, redacted_at = NULL, redacted_by = NULL"
            " WHERE redacted_at IS NOT NULL",
            [SECRET],
        )
        cursor.execute(
            "UPDATE conversations_note SET text = %s, redacted_at = NULL, redacted_by = NULL"
            " WHERE redacted_at IS NOT NULL",
            [SECRET],
        )
        for table in ("tickets_ticketevent", "conversations_note"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_what_an_older_backup_brings_back_is_redacted_again(
    api: APIClient, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    note = Note.objects.get(ticket_id=number).pk
    redact(number, "title:0", f"note:{note}")
    restored(api, number)
    assert "public.conversations_note" in everything_with(MARK)
    call_command("apply_erasures")
    assert capsys.readouterr().out == "4 redacted values came back and are redacted again\n"
    assert everything_with(MARK) == []
    assert events(api, number, "title")[0]["old_redacted"]["by"] == "list"
    call_command("apply_erasures")
    assert capsys.readouterr().out == ""


def test_a_value_that_was_present_in_the_backup_is_redacted_there(api: APIClient, number: int) -> None:
    """Redacted as a former value; the backup is older than the change that made it one."""
    third = value(number, "title", 2)
    change(number, "title", "title fourth")
    redact(number, third.name)
    lines = lines_without_record()
    event = TicketEvent.objects.filter(ticket_id=number, field="title").latest("pk")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('quietdesk.erasing', %s, true)", [str(number)])
        event.delete()
        cursor.execute("SELECT set_config('quietdesk.erasing', '', true)")
    Ticket.objects.filter(pk=number).update(title=SECRET)
    assert values_redact_again(lines) == 1
    assert Ticket.objects.get(pk=number).title == REDACTED
    assert events(api, number, "title")[-1]["actor"] == "system"
    assert values_redact_again(lines) == 0


@pytest.mark.parametrize("differs", ["desk", "number", "created_at", "field", "entry", "at"])
def test_a_line_is_applied_only_where_everything_agrees(number: int, differs: str) -> None:
    created_at, at = Ticket.objects.get(pk=number).created_at, value(number, "title", 0).since
    # The others of this test were made in the same transaction, so at the same moment.
    Ticket.objects.filter(pk=number - 1).update(created_at=created_at - timedelta(days=1))
    right = {"desk": desk_id(), "number": number, "created_at": created_at, "field": "title", "entry": 0, "at": at}
    wrong = {
        "desk": uuid.uuid4(),
        "number": number - 1,
        "created_at": created_at + timedelta(microseconds=1),
        "field": "note",
        "entry": value(number, "description", 1).entry,
        "at": at + timedelta(microseconds=1),
    }

    def line(is_: dict[str, Any]) -> Line:
        return Line(is_["desk"], is_["number"], is_["created_at"], Value(is_["field"], is_["entry"], is_["at"]))

    assert values_redact_again([line(right | {differs: wrong[differs]})]) == 0
    assert value(number, "title", 0).start == SECRET
    assert values_redact_again([line(right)]) == 1


def test_no_list_search_or_export_shows_a_redacted_text(api: APIClient, number: int) -> None:
    for field in FIELDS:
        change(number, field, f"{MARK} {field}")
    paths = [
        f"/api/tickets/{number}/",
        f"/api/tickets/{number}/notes/",
        f"/api/tickets/{number}/events/",
        f"/api/tickets/?search={MARK}",
        "/api/tickets/?text=excerpt",
        "/api/tickets/export/",
        "/api/tickets/export/?format=xlsx",
    ]

    def shown() -> list[str]:
        found = [path for path in paths if MARK in _text(api.get(path)).replace(f"search={MARK}", "")]
        similar = api.post("/api/tickets/similar/", {"title": f"{MARK} title"}).json()
        return [*found, *(["similar"] if MARK in str(similar) else [])]

    assert shown() == [*paths, "similar"]
    found = [value.name for value in values_of(number, containing=MARK) if value.found]
    redact(number, *found)
    assert shown() == []
    assert api.get(f"/api/tickets/?search={MARK}").json()["results"] == []
    assert api.get(f"/api/tickets/{number}/").json()["version"] == 13


def _text(response: Any) -> str:
    assert response.status_code == 200
    content: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as workbook:
            content = b"".join(workbook.read(name) for name in workbook.namelist())
    return content.decode(errors="replace")


def test_an_edit_that_takes_a_text_out_leaves_it_in_the_history_until_that_is_redacted(number: int) -> None:
    change(number, "description", f"{SECRET} and more")
    change(number, "description", "and more")
    statistics_renew()
    redact(number, value(number, "description", -2).name)
    assert value(number, "description", -2).redacted
    assert Ticket.objects.get(pk=number).description == "and more"
