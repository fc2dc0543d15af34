"""The page of the admin site that redacts values: choose, confirm, done; what is wrong is said."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from conversations.services import note_add
from erasures.models import Erasure
from erasures.services.erased_list import ErasedList
from tickets import services
from tickets.models import Ticket
from tickets.redaction.selectors import REDACTED

pytestmark = pytest.mark.django_db
SECRET = "the password is Quux-7"


@pytest.fixture(autouse=True)
def own_list(settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path


@pytest.fixture
def made(ticket: Callable[..., Ticket]) -> Ticket:
    """A ticket whose first description had a secret, which a note repeats."""
    made = ticket(description=SECRET)
    services.ticket_update(ticket_id=made.pk, changes={"description": "Harmless"})
    note_add(ticket_id=made.pk, text=SECRET, author="Ada")
    return made


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ada", password="a long enough password"))
    return client


def page(made: Ticket) -> str:
    return f"/admin/tickets/ticket/{made.pk}/redact/"


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_the_page_of_a_ticket_leads_to_it(desk: Client, made: Ticket) -> None:
    assert f'href="{page(made)}"' in text(desk.get(f"/admin/tickets/ticket/{made.pk}/change/"))


def test_a_value_is_chosen_confirmed_and_redacted(desk: Client, made: Ticket) -> None:
    shown = text(desk.get(page(made)))
    for name in ("title:0", "description:0", "note:"):
        assert f'value="{name}' in shown
    asked = text(desk.post(page(made), {"choose": "yes", "name": ["description:0"]}))
    assert SECRET in asked
    assert "Redact for good" in asked
    assert not Erasure.objects.exists()
    done = desk.post(page(made), {"redact": "yes", "name": ["description:0"]}, follow=True)
    assert "2 values redacted." in text(done)
    assert SECRET not in text(done)
    # In the history as the former text, and in the notes.
    assert text(done).count("(redacted by admin:ada)") == 2
    assert "(redacted by admin:ada)" in text(desk.get("/admin/tickets/ticketevent/"))
    assert set(Erasure.objects.values_list("field", "actor")) == {("description", "admin:ada"), ("note", "admin:ada")}
    assert "ada" in text(desk.get("/admin/erasures/erasure/"))
    assert SECRET not in text(desk.get(page(made)))


def test_the_present_value_is_offered_too(desk: Client, made: Ticket) -> None:
    assert "title, as it is now" in text(desk.get(page(made)))
    desk.post(page(made), {"redact": "yes", "name": ["title:0"]})
    assert Ticket.objects.get(pk=made.pk).title == REDACTED


def test_a_text_is_looked_for_without_showing_in_an_address(desk: Client, made: Ticket) -> None:
    found = text(desk.post(page(made), {"find": "yes", "containing": "Quux-7"}))
    assert found.count(SECRET) == 2
    assert "Harmless" not in found
    assert "No value contains this text." in text(desk.post(page(made), {"find": "yes", "containing": "nowhere"}))


def test_nothing_chosen_is_said(desk: Client, made: Ticket) -> None:
    assert "Choose at least one value." in text(desk.post(page(made), {"choose": "yes"}))
    assert desk.post(page(made), {"redact": "yes"}).status_code == 200
    assert not Erasure.objects.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("title:7", "title:7 is no value of this ticket."),
        ("x", "damaged"),
        ("requester:0", "is no value of this ticket"),
    ],
)
def test_what_is_no_value_is_said(desk: Client, made: Ticket, name: str, said: str) -> None:
    answer = desk.post(page(made), {"redact": "yes", "name": ["description:0", name]}, follow=True)
    assert said in text(answer)
    assert not Erasure.objects.exists()


def test_redacted_by_somebody_else_in_the_meantime_is_said(desk: Client, made: Ticket) -> None:
    choice = {"redact": "yes", "name": ["description:0"]}
    desk.post(page(made), choice)
    assert "description:0 was redacted before." in text(desk.post(page(made), choice, follow=True))


def test_a_full_disk_is_said(desk: Client, made: Ticket, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ErasedList, "append", refuse)
    answer = desk.post(page(made), {"redact": "yes", "name": ["description:0"]}, follow=True)
    assert "Nothing was redacted: the list of erased tickets cannot be written (No space left on device)." in text(
        answer
    )
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("number", ["999999", "0", "99999999999999999999"])
def test_a_ticket_that_is_not_there_is_not_found(desk: Client, number: str) -> None:
    for answer in (
        desk.get(f"/admin/tickets/ticket/{number}/redact/"),
        desk.post(f"/admin/tickets/ticket/{number}/redact/", {"redact": "yes", "name": ["title:0"]}),
    ):
        assert answer.status_code == 404


def test_only_who_may_erase_may_redact(client: Client, made: Ticket) -> None:
    person = User.objects.create_user("ben", password="a long enough password", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="change_ticket"))
    client.force_login(person)
    assert client.get(page(made)).status_code == 403
    assert client.post(page(made), {"redact": "yes", "name": ["title:0"]}).status_code == 403
    assert "/redact/" not in text(client.get(f"/admin/tickets/ticket/{made.pk}/change/"))
    client.logout()
    assert client.get(page(made)).status_code == 302
    assert not Erasure.objects.exists()
