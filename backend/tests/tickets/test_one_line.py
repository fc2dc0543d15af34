"""Titles and names are one line, wherever they come from."""

from typing import Any

import pytest
from django.db import IntegrityError, connection
from rest_framework.test import APIClient

from conversations.services import note_add
from tickets.models import Ticket
from tickets.services import ticket_create
from transfer.services.validation import InvalidRowError, validate_row

pytestmark = pytest.mark.django_db
TEXT = {"description": "It is on fire.", "category": "technical", "priority": "high"}

REFUSED = {
    "\n": "line_end_not_allowed",
    "\r\n": "line_end_not_allowed",
    "\x0b": "line_end_not_allowed",
    "\x0c": "line_end_not_allowed",
    "\x85": "line_end_not_allowed",
    "\u2028": "line_end_not_allowed",
    "\u2029": "line_end_not_allowed",
    "\t": "tab_not_allowed",
    "\x01": "control_character_not_allowed",
    "\x07": "control_character_not_allowed",
    "\x1b[2J": "control_character_not_allowed",
    "\x7f": "control_character_not_allowed",
    "\x9b": "control_character_not_allowed",
    **{chr(code): "direction_character_not_allowed" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))},
}
# Marks and joiners that languages need, a flag of tags, and a space that is no line end.
KEPT = ["\u200e", "\u200f", "\u061c", "\u200c", "\u200d", "\ufeff", "\u00a0", "👩‍💻", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "نمی‌خواهم", "क्‍ष", "עברית"]


@pytest.mark.parametrize("character", REFUSED)
@pytest.mark.parametrize("field", ["title", "requester"])
def test_the_api_names_the_character(api: APIClient, field: str, character: str) -> None:
    response = api.post("/api/tickets/", TEXT | {"title": "Printer", field: f"a{character}b"})
    assert response.status_code == 400
    body = response.json()
    assert body["codes"] == {field: [REFUSED[character]]}
    assert f"(U+{ord(character[0]):04X})" in body[field][0]
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("character", REFUSED)
def test_a_change_and_an_author_are_refused_too(api: APIClient, character: str) -> None:
    ticket = ticket_create(title="Printer", **TEXT)
    url = f"/api/tickets/{ticket.pk}/"
    assert api.patch(url, {"title": f"a{character}b"}).json()["codes"] == {"title": [REFUSED[character]]}
    note = {"text": "Seen.", "author": f"a{character}b"}
    assert api.post(f"{url}notes/", note).json()["codes"] == {"author": [REFUSED[character]]}


@pytest.mark.parametrize("character", REFUSED)
@pytest.mark.parametrize("column", ["title", "requester"])
def test_raw_sql_is_refused(column: str, character: str) -> None:
    ticket_create(title="Printer", **TEXT)
    with pytest.raises(IntegrityError, match=f"ticket_{column}_one_line"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE tickets_ticket SET {column} = %s", [f"a{character}b"])


@pytest.mark.parametrize("character", REFUSED)
def test_raw_sql_is_refused_for_authors(character: str) -> None:
    ticket = ticket_create(title="Printer", **TEXT)
    with pytest.raises(IntegrityError, match="note_author_one_line"):
        note_add(ticket_id=ticket.pk, text="Seen.", author=f"a{character}b")


@pytest.mark.parametrize("character", REFUSED)
@pytest.mark.parametrize("field", ["title", "requester"])
def test_an_import_rejects_the_row(field: str, character: str) -> None:
    with pytest.raises(InvalidRowError, match=rf"^{field}: .*not allowed \(U\+"):
        validate_row(TEXT | {"title": "Printer", field: f"a{character}b"})


@pytest.mark.parametrize("text", KEPT)
def test_what_languages_need_is_kept(api: APIClient, text: str) -> None:
    body: dict[str, Any] = api.post("/api/tickets/", TEXT | {"title": f"a{text}b", "requester": f"a{text}b"}).json()
    assert (body["title"], body["requester"]) == (f"a{text}b", f"a{text}b")
    assert validate_row(TEXT | {"title": f"a{text}b"}).title == f"a{text}b"


def test_line_ends_around_a_title_are_trimmed(api: APIClient) -> None:
    assert api.post("/api/tickets/", TEXT | {"title": "\r\n Printer\t\n"}).json()["title"] == "Printer"
