"""Times of rows lie between 1970 and tomorrow. A dump is restored all the same where the clock is wrong."""

from typing import Any

import pytest
from django.db import IntegrityError, connection
from rest_framework.test import APIClient

from tickets.services import ticket_create

pytestmark = pytest.mark.django_db
TEXT = {"title": "Printer", "description": "It is on fire.", "category": "technical", "priority": "high"}
IMPOSSIBLE = [
    "0001-01-01 00:00Z",
    "1969-12-31 23:59:59Z",
    "9999-12-31 23:59:59Z",
    "20000-01-01 00:00Z",
    "infinity",
    "-infinity",
    "4713-01-01 00:00Z BC",
]
COLUMNS = [
    ("tickets_ticket", "created_at"),
    ("tickets_ticket", "updated_at"),
    ("tickets_ticketevent", "at"),
    ("conversations_note", "at"),
]


def insert(table: str, column: str, moment: str) -> None:
    columns: dict[str, Any] = dict(TEXT)
    if table != "tickets_ticket":
        columns = {"ticket_id": ticket_create(**TEXT).pk}
        columns |= {"actor": "web", "field": "status"} if "event" in table else {"text": "Seen."}
    names, values = [*columns, column], [*columns.values(), moment]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(values))})",
            values,
        )


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@pytest.mark.parametrize("moment", IMPOSSIBLE)
def test_an_impossible_time_is_refused(table: str, column: str, moment: str) -> None:
    with pytest.raises(IntegrityError, match=r"possible|future"):
        insert(table, column, moment)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@pytest.mark.parametrize(("hours", "allowed"), [(23, True), (25, False)])
def test_a_day_ahead_is_allowed(table: str, column: str, hours: int, allowed: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() + make_interval(hours => %s))::text", [hours])
        moment = cursor.fetchone()[0]
    if allowed:
        insert(table, column, moment)
        return
    with pytest.raises(IntegrityError, match="future"):
        insert(table, column, moment)


@pytest.mark.parametrize("column", ["created_at", "updated_at"])
def test_an_update_to_an_impossible_time_is_refused(column: str) -> None:
    ticket_create(**TEXT)
    with pytest.raises(IntegrityError, match="future"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE tickets_ticket SET {column} = '2900-01-01'")


def test_a_ticket_of_the_future_can_be_changed(api: APIClient) -> None:
    """As after the clock was set back, or in a dump that is restored where the clock is wrong."""
    number = ticket_create(**TEXT).pk
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tickets_ticket DISABLE TRIGGER ticket_new_times_not_in_the_future")
        cursor.execute("UPDATE tickets_ticket SET created_at = '2900-01-01', updated_at = '2900-01-01'")
        cursor.execute("ALTER TABLE tickets_ticket ENABLE TRIGGER ticket_new_times_not_in_the_future")
    response = api.patch(f"/api/tickets/{number}/", {"status": "closed"})
    assert (response.status_code, response.json()["created_at"]) == (200, "2900-01-01T00:00:00Z")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Niue"])
@pytest.mark.parametrize("moment", ["1970-01-01 00:00Z", "8999-12-31 23:59:59Z"])
def test_the_first_and_the_last_possible_time_can_be_shown_in_every_zone(
    api: APIClient, settings: Any, zone: str, moment: str
) -> None:
    settings.TIME_ZONE = zone
    with connection.cursor() as cursor:
        # As in a restore: a dump creates triggers after its rows.
        cursor.execute("ALTER TABLE tickets_ticket DISABLE TRIGGER ticket_times_not_in_the_future")
    insert("tickets_ticket", "created_at", moment)
    assert api.get("/api/tickets/").status_code == 200
    assert api.get("/api/tickets/insights/").status_code == 200
    assert api.get("/api/tickets/stats/").status_code == 200
