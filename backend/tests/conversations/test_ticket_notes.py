"""GET and POST /api/tickets/<id>/notes/: append-only notes."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from api.models import IdempotencyKey
from conversations import selectors as notes
from conversations.models import Note
from tickets import services
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
Make = Callable[..., Ticket]
KEY = "8e03978e-40d5-43e8-bc93-6894a57f9324"


def notes_url(ticket: Ticket) -> str:
    return f"/api/tickets/{ticket.pk}/notes/"


def write(ticket: Ticket, key: str | None = None, **body: Any) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return APIClient().post(notes_url(ticket), body, headers=headers)


def read(ticket: Ticket, after: int | str = "") -> Any:
    return APIClient().get(notes_url(ticket), {"after": after} if after else {}).json()


def test_a_note_is_written_and_read(ticket: Make) -> None:
    made = ticket()
    response = write(made, text="  Called the ward.\nNobody there.", author=" Mia ")
    assert response.status_code == 201
    note = response.json()
    assert note == {
        "id": note["id"],
        "at": note["at"],
        "author": "Mia",
        "text": "  Called the ward.\nNobody there.",
        "redacted": None,
    }
    assert read(made) == {"results": [note], "more": False}


def test_only_the_notes_of_the_ticket_are_listed_oldest_first(ticket: Make) -> None:
    one, other = ticket(), ticket()
    for number in range(3):
        write(one, text=f"{number}")
        write(other, text="elsewhere")
    assert [note["text"] for note in read(one)["results"]] == ["0", "1", "2"]


def test_many_notes_are_paginated(ticket: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "PAGE_SIZE", 2)
    made = ticket()
    numbers = [write(made, text=f"{number}").json()["id"] for number in range(5)]
    seen, page = [], read(made)
    seen += [note["id"] for note in page["results"]]
    while page["more"]:
        assert len(page["results"]) == 2
        page = read(made, seen[-1])
        seen += [note["id"] for note in page["results"]]
    assert seen == numbers
    assert read(made, seen[-1]) == {"results": [], "more": False}


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "٣", "9" * 30])
def test_an_invalid_after_is_rejected(ticket: Make, after: str) -> None:
    response = APIClient().get(notes_url(ticket()), {"after": after})
    assert response.status_code == 400
    assert list(response.json()) == ["after", "codes"]


@pytest.mark.parametrize("number", ["0", "-1", "abc", "stats", "999999999", "9223372036854775808"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_ticket_is_not_found(api: APIClient, number: str, method: str) -> None:
    response = getattr(api, method)(f"/api/tickets/{number}/notes/", {"text": "Hello"} if method == "post" else None)
    assert response.status_code == 404
    assert list(response.json()) == ["detail", "codes"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": " \u200b\u3000\n"}, "text"),
        ({"text": None}, "text"),
        ({"text": 5}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "x", "author": "x" * 101}, "author"),
        ({"text": "x", "author": ["Mia"]}, "author"),
    ],
)
def test_an_invalid_note_is_rejected(ticket: Make, body: dict[str, Any], field: str) -> None:
    response = write(ticket(), **body)
    assert response.status_code == 400
    assert list(response.json()) == [field, "codes"]
    assert not Note.objects.exists()


@pytest.mark.parametrize("author", [None, "", "  "])
def test_the_author_is_optional(ticket: Make, author: str | None) -> None:
    assert write(ticket(), text="😀" * 10_000, author=author).json()["author"] is None


@pytest.mark.parametrize(
    "columns", [{"text": " \u3000"}, {"text": "x" * 10_001}, {"author": " "}, {"author": "x" * 101}, {"text": None}]
)
def test_the_database_rejects_invalid_notes(ticket: Make, columns: dict[str, Any]) -> None:
    made = ticket()
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.create(**({"ticket": made, "text": "A note"} | columns))


def test_a_note_cannot_be_changed_or_deleted(ticket: Make) -> None:
    write(ticket(), text="First thought")
    with pytest.raises(DatabaseError, match="notes are append-only"), transaction.atomic():
        Note.objects.update(text="Second thought")
    with pytest.raises(DatabaseError, match="notes are append-only"), transaction.atomic():
        Note.objects.all().delete()
    assert Note.objects.get().text == "First thought"


def test_a_note_changes_only_the_notes_count_of_the_ticket(api: APIClient, ticket: Make) -> None:
    made = ticket()
    Ticket.objects.filter(pk=made.pk).update(updated_at=timezone.now() - timedelta(days=3))
    before = api.get(f"/api/tickets/{made.pk}/").json()
    write(made, text="A note")
    after = api.get(f"/api/tickets/{made.pk}/").json()
    assert (before["notes_count"], after["notes_count"]) == (0, 1)
    assert before | {"notes_count": 1} == after


def test_erasing_a_ticket_erases_its_notes_and_their_keys(ticket: Make) -> None:
    gone, stays = ticket(), ticket()
    for made in (gone, stays):
        write(made, f"key-{made.pk}", text="A note")
    call_command("erase_ticket", gone.pk, yes=True, verbosity=0)
    assert Note.objects.get().ticket_id == stays.pk
    assert IdempotencyKey.objects.get().key == f"key-{stays.pk}"


def test_a_retry_creates_no_second_note(ticket: Make) -> None:
    made = ticket()
    first, second = write(made, KEY, text="A note", author="Mia"), write(made, KEY, text="A note", author="Mia")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert read(made)["results"] == [first.json()]


@pytest.mark.parametrize("other", ["text", "author", "ticket"])
def test_a_key_reused_for_another_note_is_rejected(ticket: Make, other: str) -> None:
    made = ticket()
    write(made, KEY, text="A note")
    body = {"text": "A note"} | ({other: "Another"} if other != "ticket" else {})
    response = write(ticket() if other == "ticket" else made, KEY, **body)
    assert response.status_code == 422
    assert response.json() == {
        "detail": "This Idempotency-Key was already used for another note: take a new key.",
        "codes": {"detail": "idempotency_key_reused"},
    }
    assert Note.objects.count() == 1


def test_a_key_cannot_be_shared_by_a_ticket_and_a_note(api: APIClient, ticket: Make) -> None:
    made, body = ticket(), {"title": "A title", "description": "A text"}
    headers = {"Idempotency-Key": KEY}
    assert api.post("/api/tickets/", body, headers=headers).status_code == 201
    assert write(made, KEY, text="A note").status_code == 422
    assert write(made, "other", text="A note").status_code == 201
    assert api.post("/api/tickets/", body, headers={"Idempotency-Key": "other"}).status_code == 422


@pytest.mark.parametrize("key", ["two words", ""])
def test_an_invalid_key_is_rejected(ticket: Make, key: str) -> None:
    response = write(ticket(), key, text="A note")
    assert response.status_code == 400
    assert list(response.json()) == ["Idempotency-Key", "codes"]


@pytest.mark.django_db(transaction=True)
def test_concurrent_retries_create_one_note(ticket: Make) -> None:
    made = ticket()

    def send(_: int) -> Any:
        try:
            return write(made, KEY, text="A note").json()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(8)))
    assert answers == [answers[0]] * 8
    assert Note.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_note_on_a_ticket_that_is_being_erased_is_not_found(ticket: Make) -> None:
    made = ticket()

    def send() -> int:
        try:
            return int(write(made, text="Too late").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            services.ticket_erase(ticket_id=made.pk)
            late = pool.submit(send)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")
        assert late.result(20) == 404
    assert not Note.objects.exists()


def test_a_page_of_notes_needs_two_queries(api: APIClient, ticket: Make) -> None:
    made = ticket()
    for _ in range(3):
        write(made, text="A note")
    with CaptureQueriesContext(connection) as queries:
        assert len(api.get(notes_url(made)).json()["results"]) == 3
    # Their sizes, and those that fit.
    assert len(queries) == 2


def test_no_log_contains_a_note(ticket: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr(logging.StreamHandler, "emit", lambda self, record: written.append(self.format(record)))
    made = ticket()
    write(made, text="marmaladenbrot", author="marmaladenbrot")
    write(made, text="marmaladenbrot" * 1000, author=["marmaladenbrot"])
    assert written
    assert "marmaladenbrot" not in "".join(written)


def test_the_admin_shows_notes_read_only(admin_client: Any, ticket: Make) -> None:
    made = ticket()
    write(made, text="Called the ward", author="Mia")
    page = admin_client.get(f"/admin/tickets/ticket/{made.pk}/change/").content.decode()
    assert "Called the ward" in page
    assert 'name="notes-0-text"' not in page
