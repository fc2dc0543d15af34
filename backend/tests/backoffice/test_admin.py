"""The admin site: edit tickets, read their history, erase them; the API beside a login; the commands for accounts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from suggestions.services.chain import triage
from tickets import services
from tickets.models import Ticket, TicketEvent
from triage import Confidence, Labels, Question, Suggestion

pytestmark = pytest.mark.django_db
Make = Callable[..., Ticket]
LIST = "/admin/tickets/ticket/"


@pytest.fixture
def desk(db: None) -> Client:
    """A superuser logged in to the admin, with CSRF checks."""
    User.objects.create_superuser("admin", password="a long enough password")
    client = Client(enforce_csrf_checks=True)
    client.get("/admin/login/")
    token = client.cookies["csrftoken"].value
    answer = client.post(
        "/admin/login/",
        {"username": "admin", "password": "a long enough password", "csrfmiddlewaretoken": token},
        headers={"Origin": "http://testserver"},
    )
    assert answer.status_code == 302
    return client


def submit(desk: Client, path: str, **fields: object) -> int:
    desk.get("/admin/")
    answer = desk.post(path, fields | {"csrfmiddlewaretoken": desk.cookies["csrftoken"].value})
    assert b"errornote" not in answer.content, answer.content
    return answer.status_code


def form(ticket: Ticket, **changes: str) -> dict[str, str]:
    names = ("title", "description", "category", "priority", "status")
    shown = {name: str(getattr(ticket, name)) for name in names} | {"requester": ticket.requester or ""}
    # The form contains the initial values, as a browser sends them.
    fields = shown | {f"initial-{name}": value for name, value in shown.items()} | changes
    counts = ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")
    return fields | {f"{inline}-{name}_FORMS": "0" for inline in ("events", "notes") for name in counts}


def test_a_logged_in_user_can_use_the_api(desk: Client) -> None:
    answer = desk.post("/api/tickets/", {"title": "t", "description": "d"}, content_type="application/json")
    assert answer.status_code == 201
    assert TicketEvent.objects.get().actor == "web"


def test_the_list_can_be_searched_and_filtered(desk: Client, ticket: Make) -> None:
    ticket(title="Findable")
    ticket(title="Other", priority="critical")
    assert b"Other" not in desk.get(f"{LIST}?q=findable").content
    assert b"Findable" not in desk.get(f"{LIST}?priority__exact=critical").content


def test_a_change_is_recorded_with_its_author(desk: Client, ticket: Make) -> None:
    made = ticket()
    assert submit(desk, f"{LIST}{made.pk}/change/", **form(made, priority="high")) == 302
    event = TicketEvent.objects.latest("id")
    assert (event.actor, event.field, event.old, event.new) == ("admin:admin", "priority", "medium", "high")
    assert Ticket.objects.get().version == 2


def test_saving_without_a_change_records_nothing(desk: Client, ticket: Make) -> None:
    made = ticket(requester=None)
    assert submit(desk, f"{LIST}{made.pk}/change/", **form(made)) == 302
    assert Ticket.objects.get().version == 1


def test_an_unchanged_multiline_text_stays_unchanged(desk: Client, ticket: Make) -> None:
    made = ticket(description="  first\n\n    code\nlast\n")
    # As a browser sends it.
    fields = form(made) | {"description": made.description.replace("\n", "\r\n")}
    assert submit(desk, f"{LIST}{made.pk}/change/", **fields) == 302
    assert (Ticket.objects.get().version, Ticket.objects.get().description) == (1, made.description)


def test_a_stale_form_does_not_revert_changes_of_others(desk: Client, ticket: Make) -> None:
    made = ticket()
    opened = form(made, title="Another title")
    services.ticket_update(ticket_id=made.pk, changes={"priority": "critical"})
    assert submit(desk, f"{LIST}{made.pk}/change/", **opened) == 302
    assert (Ticket.objects.get().title, Ticket.objects.get().priority) == ("Another title", "critical")


def test_erasing_needs_the_delete_permission(client: Client, ticket: Make) -> None:
    made = ticket()
    staff = User.objects.create_user("staff", password="a long enough password", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=["view_ticket", "change_ticket"]))
    client.force_login(staff)
    client.post(LIST, {"action": "erase", "_selected_action": str(made.pk), "confirmed": "yes"})
    assert Ticket.objects.exists()
    # A superuser has every permission, also one whose name has no meaning any more.
    staff.user_permissions.add(Permission.objects.get(codename="delete_ticket", content_type__app_label="tickets"))
    client.post(LIST, {"action": "erase", "_selected_action": str(made.pk), "confirmed": "yes"})
    assert not Ticket.objects.exists()


def test_erasing_too_many_tickets_is_rejected(desk: Client, ticket: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backoffice.admin.ERASE_MAX", 1)
    both = [str(ticket().pk), str(ticket().pk)]
    assert submit(desk, LIST, action="erase", _selected_action=both, confirmed="yes") == 302
    assert Ticket.objects.count() == 2


def test_a_ticket_can_be_added(desk: Client, ticket: Make) -> None:
    made = ticket()
    assert submit(desk, f"{LIST}add/", **form(made, title="By hand", requester="Ward 4")) == 302
    assert TicketEvent.objects.latest("id").actor == "admin:admin"
    assert Ticket.objects.get(title="By hand").requester == "Ward 4"


def test_history_is_read_only(desk: Client, ticket: Make) -> None:
    made = ticket()
    page = desk.get(f"{LIST}{made.pk}/change/").content.decode()
    assert "History" in page
    assert 'name="events-0-field"' not in page
    event = TicketEvent.objects.get()
    assert desk.get("/admin/tickets/ticketevent/").status_code == 200
    assert desk.get("/admin/tickets/ticketevent/add/").status_code == 403
    assert desk.get(f"/admin/tickets/ticketevent/{event.pk}/delete/").status_code == 403
    assert desk.get(f"{LIST}{made.pk}/delete/").status_code == 403


def test_erase_asks_for_confirmation_and_leaves_nothing(desk: Client, ticket: Make) -> None:
    gone, kept = ticket(title="Gone for good"), ticket()
    action = {"action": "erase", "_selected_action": str(gone.pk)}
    assert submit(desk, LIST, **action) == 200
    assert Ticket.objects.count() == 2
    assert submit(desk, LIST, **action, confirmed="yes") == 302
    assert list(Ticket.objects.all()) == [kept]
    assert list(TicketEvent.objects.values_list("ticket_id", flat=True)) == [kept.pk]
    assert not LogEntry.objects.filter(object_repr__contains="Gone for good").exists()


def test_erase_from_the_command_line(ticket: Make, capsys: pytest.CaptureFixture[str]) -> None:
    made = ticket()
    call_command("erase_ticket", str(made.pk), "--yes")
    assert not Ticket.objects.exists()
    with pytest.raises(CommandError, match=f"There is no ticket {made.pk}"):
        call_command("erase_ticket", str(made.pk), "--yes")


@pytest.mark.parametrize("answer", ["", "no", "yes"])
def test_erase_asks_for_the_id(ticket: Make, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    made = ticket()
    monkeypatch.setattr("builtins.input", lambda question: answer)
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_ticket", str(made.pk))
    monkeypatch.setattr("builtins.input", lambda question: str(made.pk))
    call_command("erase_ticket", str(made.pk))
    assert not Ticket.objects.exists()


def test_the_superuser_is_created_once(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.STATE_DIR, settings.ADMIN_PASSWORD = tmp_path / "state", ""
    with pytest.raises(CommandError, match="No password is stored yet"):
        call_command("admin_password")
    call_command("ensure_admin")
    file = tmp_path / "state" / "admin_password"
    password = file.read_text().strip()
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(password) >= 20
    assert User.objects.get().check_password(password)
    settings.ADMIN_PASSWORD = "set later, without effect"
    call_command("ensure_admin")
    assert User.objects.get().check_password(password)
    capsys.readouterr()
    call_command("admin_password")
    assert capsys.readouterr().out == f"admin  {password}\n"


def test_a_second_database_uses_the_stored_password(settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR, settings.ADMIN_PASSWORD = tmp_path, ""
    call_command("ensure_admin")
    password = (tmp_path / "admin_password").read_text().strip()
    User.objects.all().delete()
    call_command("ensure_admin")
    assert (tmp_path / "admin_password").read_text().strip() == password
    assert User.objects.get().check_password(password)


def test_the_initial_password_can_be_set(settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR, settings.ADMIN_PASSWORD = tmp_path, "chosen by the operator"
    call_command("ensure_admin")
    assert User.objects.get().check_password("chosen by the operator")


def test_the_classify_command(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("classify", "please refund the invoice")
    out = capsys.readouterr().out
    assert "category" in out
    assert "keywords" in out
    with pytest.raises(CommandError, match="no text"):
        call_command("classify", " ")


def test_the_classify_command_shows_what_a_text_reads_like(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Question] = []

    def answer(question: Question, *, local_only: bool = False) -> Suggestion:
        asked.append(question)
        labels = Labels("account", "high", Confidence(0.9, 0.8), ("Karte, die nicht geht", "Tür bleibt zu"))
        return Suggestion(labels, "classifier", "multilingual-e5-small", (), 12)

    monkeypatch.setattr(triage(), "classify", answer)
    call_command("classify", "Die Karte geht nicht", "--language", "de")
    out = capsys.readouterr().out
    assert "source        classifier (multilingual-e5-small)\n" in out
    assert "reads like    Karte, die nicht geht\nreads like    Tür bleibt zu\n" in out
    assert asked[0].language == "de"


def test_the_form_for_a_new_ticket_opens(admin_client: Client) -> None:
    page = admin_client.get("/admin/tickets/ticket/add/")
    assert page.status_code == 200
    assert 'name="description"' in page.content.decode()
