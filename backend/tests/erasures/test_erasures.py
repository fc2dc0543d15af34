"""Erased means erased: nothing of the text is left in the database, and an older backup does not bring it back."""

import errno
import io
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, transaction
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import User
from conversations.models import Note
from egress.models import CloudCall
from erasures.models import Erasure
from erasures.services import desk_id, erased_list, erased_list_merge
from erasures.services.erased_list import ErasedList, Line
from erasures.services.statistics import statistics_renew
from tests.erasures.marks import MARK, everything_with
from tickets import services
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
Make = Callable[..., Ticket]


@pytest.fixture(autouse=True)
def own_list(settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path


def full_ticket(api: APIClient) -> int:
    """A ticket with the mark in everything that can hold text."""
    text = {"title": f"{MARK} title", "description": f"{MARK} description", "requester": f"{MARK} requester"}
    headers: dict[str, Any] = {"HTTP_IDEMPOTENCY_KEY": f"{MARK}-1"}
    number = int(api.post("/api/tickets/", text, **headers).json()["id"])
    for field in text:
        api.patch(f"/api/tickets/{number}/", {field: f"{MARK} {field} again"})
    api.post(f"/api/tickets/{number}/notes/", {"text": f"{MARK} note", "author": f"{MARK} author"})
    Ticket.objects.filter(pk=number).update(
        suggested_by="ollama",
        suggested_category="billing",
        suggested_model=f"{MARK} model",
        suggested_confidence={"category": MARK},
    )
    return number


def test_nothing_of_an_erased_ticket_is_left_in_any_table_or_statistic(api: APIClient, ticket: Make) -> None:
    kept = [ticket(title=f"Kept {number}").pk for number in range(3)]
    services.ticket_update(ticket_id=kept[0], changes={"title": "Kept still"})
    Note.objects.create(ticket_id=kept[0], text="kept")
    number = full_ticket(api)
    call = CloudCall.objects.create(
        at=datetime.now(UTC), host="cloud", model="m", size=1, sha256="a" * 64, reference=uuid.uuid4(), ticket_id=number
    )
    statistics_renew()
    before = everything_with(MARK)
    assert {"public.tickets_ticket", "public.tickets_ticketevent", "public.conversations_note", "pg_stats"} <= set(
        before
    )
    assert "public.api_idempotencykey" in before
    call_command("erase_ticket", str(number), "--yes")
    assert everything_with(MARK) == []
    call.refresh_from_db()
    # The digest of a short text could be guessed.
    assert (call.sha256, call.ticket_id, call.host) == ("", None, "cloud")
    assert MARK not in erased_list().path.read_text()


def test_statistics_keep_nothing_either_when_the_last_ticket_is_erased(api: APIClient) -> None:
    # Most common values are those that occur twice.
    full_ticket(api)
    for text in ("one", "two"):
        Ticket.objects.create(title=MARK, description=f"{MARK} {text}", category="billing", priority="low")
    statistics_renew()
    assert "pg_stats" in everything_with(MARK)
    for number in Ticket.objects.values_list("pk", flat=True):
        services.ticket_erase(ticket_id=number)
    assert everything_with(MARK) == ["pg_stats"]
    statistics_renew()
    assert everything_with(MARK) == []
    assert not Ticket.objects.exists()
    call_command("check_tally")


def test_who_erased_what_is_recorded_and_stays(ticket: Make) -> None:
    made = ticket()
    services.ticket_erase(ticket_id=made.pk, actor="admin:ada")
    row = Erasure.objects.get()
    assert (row.number, row.created_at, row.actor) == (made.pk, made.created_at, "admin:ada")
    for change in (lambda: Erasure.objects.update(actor="system"), lambda: Erasure.objects.all().delete()):
        with pytest.raises(InternalError, match="append-only"), transaction.atomic():
            change()


def apply() -> int:
    return services.erasures_apply(erased_list_merge().lines)


def restored(made: Ticket) -> None:
    """What an older backup holds: the ticket, and no record of its erasure."""
    Ticket.objects.bulk_create([made])


def test_an_erased_ticket_that_a_backup_brings_back_is_erased_again(
    ticket: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    made, kept = ticket(), ticket()
    services.ticket_erase(ticket_id=made.pk)
    restored(made)
    call_command("apply_erasures")
    assert list(Ticket.objects.all()) == [kept]
    assert capsys.readouterr().out == "1 erased ticket came back and is erased again\n"
    assert Erasure.objects.latest("id").actor == "list"
    call_command("apply_erasures")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("differs", ["desk", "number", "created_at"])
def test_a_line_is_applied_only_where_desk_number_and_moment_agree(ticket: Make, differs: str) -> None:
    made = ticket()
    line = {"desk": desk_id(), "number": made.pk, "created_at": made.created_at}
    other = {"desk": uuid.uuid4(), "number": made.pk + 1, "created_at": made.created_at + timedelta(microseconds=1)}
    erased_list().unite([Line(**(line | {differs: other[differs]}))])  # type: ignore[arg-type]
    assert apply() == 0
    assert Ticket.objects.get() == made


def test_a_new_ticket_never_gets_a_number_of_the_list(ticket: Make) -> None:
    last = ticket().pk
    erased_list().unite([Line(desk_id(), last + 1000, datetime(2026, 1, 1, tzinfo=UTC))])
    apply()
    assert ticket().pk == last + 1001
    apply()
    assert ticket().pk == last + 1002


def test_a_list_of_another_desk_is_told_and_does_not_move_numbers(
    ticket: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    last = ticket().pk
    erased_list().unite([Line(uuid.uuid4(), last + 1000, datetime(2026, 1, 1, tzinfo=UTC))])
    call_command("apply_erasures", "--restored")
    said = capsys.readouterr().out
    assert (
        said
        == "0 erased tickets came back and are erased again; 1 on this machine's list of another desk: not applied;"
        " the backup has no list of its own\n"
    )
    assert ticket().pk == last + 1


def test_a_new_machine_takes_the_list_from_the_backup_and_says_so(
    ticket: Make, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = ticket()
    services.ticket_erase(ticket_id=made.pk)
    settings.STATE_DIR = tmp_path / "new"
    call_command("apply_erasures", "--restored")
    said = capsys.readouterr().out
    assert "the backup has no list of its own; this machine had no list: only what was erased before" in said
    assert erased_list().read().lines == [Line(desk_id(), made.pk, made.created_at)]


def test_a_new_machine_takes_the_list_beside_the_dump(
    ticket: Make,
    settings: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Erased after an earlier restore of an older backup: in the list, and not in the record of the database.
    made, line = ticket(), Line(desk_id(), ticket().pk, Ticket.objects.latest("id").created_at)
    backup = f"{line}\nsmudge\n{line}".encode()
    settings.STATE_DIR = tmp_path / "new"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(backup)))
    call_command("apply_erasures", "--restored", "--unite")
    assert capsys.readouterr().out == (
        "1 erased ticket came back and is erased again; the backup's list: line 2 cannot be read, and not applied;"
        " this machine had no list: only what was erased before the backup is known\n"
    )
    assert list(Ticket.objects.all()) == [made]
    assert erased_list().read().lines == [line]


def test_each_start_tells_of_damaged_lines(ticket: Make, capsys: pytest.CaptureFixture[str]) -> None:
    made = ticket()
    line = Line(desk_id(), made.pk, made.created_at)
    erased_list().path.write_text(f"smudge\n{line}\n\n")
    call_command("apply_erasures")
    said = f"1 erased ticket came back and is erased again; {erased_list().path}: 2 lines from 1 on cannot be read"
    assert capsys.readouterr().out == f"{said}, and not applied\n"
    assert not Ticket.objects.exists()


def test_the_lists_of_backup_and_machine_are_united(ticket: Make) -> None:
    made = ticket()
    services.ticket_erase(ticket_id=made.pk)
    erased_list().path.unlink()
    mine = Line(desk_id(), made.pk + 1, made.created_at)
    erased_list().unite([mine])
    apply()
    assert erased_list().read().lines == [mine, Line(desk_id(), made.pk, made.created_at)]


def refuse(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_nothing_is_erased_when_the_list_cannot_be_written(ticket: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ticket()
    monkeypatch.setattr(ErasedList, "append", refuse)
    with pytest.raises(CommandError, match=r"Nothing was erased: .*No space left"):
        call_command("erase_ticket", str(made.pk), "--yes")
    assert Ticket.objects.get() == made
    assert not Erasure.objects.exists()


def test_the_admin_says_that_the_list_cannot_be_written(
    client: Any, ticket: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ticket()
    client.force_login(User.objects.create_superuser("admin", password="a long enough password"))
    monkeypatch.setattr(ErasedList, "append", refuse)
    action = {"action": "erase", "_selected_action": [str(made.pk)], "confirmed": "yes"}
    page = client.post("/admin/tickets/ticket/", action, follow=True).content.decode()
    assert f"#{made.pk} was not erased: the list of erased tickets cannot be written (No space left on device)." in page
    assert Ticket.objects.get() == made


def test_the_admin_shows_erasures_read_only(client: Any, ticket: Make) -> None:
    made = ticket()
    client.force_login(User.objects.create_superuser("admin", password="a long enough password"))
    client.post("/admin/tickets/ticket/", {"action": "erase", "_selected_action": [str(made.pk)], "confirmed": "yes"})
    assert Erasure.objects.get().actor == "admin:admin"
    assert b"admin:admin" in client.get("/admin/erasures/erasure/").content
    assert client.get("/admin/erasures/erasure/add/").status_code == 403
