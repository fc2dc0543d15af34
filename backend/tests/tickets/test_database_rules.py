"""The database rejects invalid rows: every rule, with raw SQL."""

from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.utils import DataError, InternalError

from postgres.blank import BLANKS
from tickets.services import ticket_create, ticket_erase

pytestmark = pytest.mark.django_db
GOOD = {"title": "Printer", "description": "It is on fire.", "category": "technical", "priority": "high"}
REJECTED = (IntegrityError, DataError)


def insert(**columns: Any) -> tuple[Any, ...]:
    names = ", ".join(columns)
    placeholders = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO tickets_ticket ({names}) VALUES ({placeholders})"
            " RETURNING status, created_at = now(), version",
            list(columns.values()),
        )
        return tuple(cursor.fetchone())


def test_four_columns_are_enough() -> None:
    assert insert(**GOOD) == ("open", True, 1)


@pytest.mark.parametrize("column", ["category", "priority", "status"])
@pytest.mark.parametrize("value", ["urgent", "", "Billing", " open"])
def test_unknown_labels_are_rejected(column: str, value: str) -> None:
    with pytest.raises(IntegrityError, match=f"ticket_{column}_known"):
        insert(**GOOD | {column: value})


@pytest.mark.parametrize("column", ["category", "priority", "status"])
def test_unknown_labels_are_rejected_on_update(column: str) -> None:
    insert(**GOOD)
    with pytest.raises(IntegrityError, match=f"ticket_{column}_known"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE tickets_ticket SET {column} = 'urgent'")


@pytest.mark.parametrize(
    "column",
    ["title", "description", "category", "priority", "status", "created_at", "updated_at", "version"],
)
def test_null_is_rejected_in_required_columns(column: str) -> None:
    with pytest.raises(IntegrityError, match="not-null"):
        insert(**GOOD | {column: None})


@pytest.mark.parametrize("column", ["title", "description", "requester"])
@pytest.mark.parametrize("blank", ["", " ", "\t\r\n", "\u00a0", "\u3000", "\u200b", BLANKS])
def test_blank_text_is_rejected(column: str, blank: str) -> None:
    with pytest.raises(IntegrityError, match=f"ticket_{column}_not_blank"):
        insert(**GOOD | {column: blank})


def test_every_character_that_python_strips_is_blank() -> None:
    strippable = {chr(code) for code in range(0x110000) if chr(code).isspace()}
    assert strippable <= set(BLANKS)


@pytest.mark.parametrize(("column", "maximum"), [("title", 200), ("description", 50_000), ("requester", 254)])
def test_text_that_is_too_long_is_rejected(column: str, maximum: int) -> None:
    insert(**GOOD | {column: "😀" * maximum})
    with pytest.raises(REJECTED):
        insert(**GOOD | {column: "😀" * (maximum + 1)})


@pytest.mark.parametrize(
    "columns",
    [
        {"suggested_by": "somebody", "suggested_category": "billing"},
        {"suggested_by": "ollama"},
        {"suggested_category": "billing"},
        {"suggested_by": "ollama", "suggested_category": "cats"},
        {"suggested_by": "ollama", "suggested_priority": "urgent"},
        {"suggested_model": "granite"},
    ],
)
def test_an_incomplete_suggestion_is_rejected(columns: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="ticket_suggest"):
        insert(**GOOD | columns)


@pytest.mark.parametrize(
    "statement", ["UPDATE tickets_ticketevent SET actor = 'web'", "DELETE FROM tickets_ticketevent"]
)
def test_history_is_append_only(statement: str) -> None:
    ticket_create(**GOOD)
    with pytest.raises(InternalError, match="the history is append-only"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_ticket_with_history_cannot_be_deleted() -> None:
    ticket_create(**GOOD)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM tickets_ticket; SET CONSTRAINTS ALL IMMEDIATE")


def test_erasing_one_ticket_does_not_allow_to_delete_the_history_of_another() -> None:
    first, second = ticket_create(**GOOD), ticket_create(**GOOD)
    ticket_erase(ticket_id=first.pk)
    with pytest.raises(InternalError, match="the history is append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM tickets_ticketevent WHERE ticket_id = %s", [second.pk])


@pytest.mark.parametrize("columns", [{"field": "colour"}, {"actor": "somebody"}, {"actor": "admin:"}])
def test_unknown_fields_and_actors_are_rejected(columns: dict[str, str]) -> None:
    ticket = ticket_create(**GOOD)
    values: dict[str, Any] = {"ticket_id": ticket.pk, "actor": "web", "field": "title", **columns}
    with pytest.raises(IntegrityError, match="event_"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tickets_ticketevent (ticket_id, actor, field) VALUES (%(ticket_id)s, %(actor)s, %(field)s)",
            values,
        )
