"""Temporary errors of PostgreSQL are 503 with Retry-After in the API's error format; bugs are 500."""

from collections.abc import Callable

import psycopg2
import pytest
from django.db import DatabaseError, InterfaceError, connection
from django.test import Client
from rest_framework.test import APIClient

from postgres.outages import REFUSED, STATEMENT_TIMEOUT, UNAVAILABLE, Outage, outage
from tickets.models import Ticket, TicketEvent

URL = "/api/tickets/"
BODY = {"title": "A title", "description": "A text", "category": "billing", "priority": "low"}
TEMPORARY = {
    "40001": REFUSED,  # serialization failure
    "40P01": REFUSED,  # deadlock
    "53100": REFUSED,  # disk full
    "53200": REFUSED,  # out of memory
    "53300": REFUSED,  # too many connections
    "55P03": REFUSED,  # lock not available
    "25006": REFUSED,  # read-only transaction: an InternalError to psycopg2
    "25P03": REFUSED,  # idle in transaction: an InternalError too
    "57014": STATEMENT_TIMEOUT,
    "57P01": UNAVAILABLE,  # administrator's shutdown
    "57P02": UNAVAILABLE,  # crash of another session
    "57P03": UNAVAILABLE,  # starting up or shutting down
    "08006": UNAVAILABLE,  # connection failure
    "58030": UNAVAILABLE,  # the disk cannot be read or written
}
BUGS = ("54000", "54001", "XX000", "XX001", "22012", "42703", "P0001")


@pytest.fixture
def refusing(db: None) -> Callable[[str], None]:
    """Makes PostgreSQL raise this SQLSTATE for every new ticket."""

    def refuse(sqlstate: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'a word of a ticket' USING ERRCODE = '{sqlstate}'; END $$;
                CREATE TRIGGER refuse BEFORE INSERT ON tickets_ticket EXECUTE FUNCTION refuse();
                """
            )

    return refuse


@pytest.mark.parametrize(("sqlstate", "expected"), TEMPORARY.items())
def test_a_temporary_error_is_503_and_says_whether_anything_was_saved(
    api: APIClient, refusing: Callable[[str], None], sqlstate: str, expected: Outage
) -> None:
    refusing(sqlstate)
    response = api.post(URL, BODY, headers={"Idempotency-Key": "one"})
    assert (response.status_code, response.json()) == (
        503,
        {"detail": expected.detail, "codes": {"detail": expected.code}},
    )
    assert response["Retry-After"] == "5"
    assert not Ticket.objects.exists()
    assert not TicketEvent.objects.exists()


@pytest.mark.parametrize("sqlstate", BUGS)
def test_a_permanent_error_is_500_without_retry_after(
    api: APIClient, refusing: Callable[[str], None], sqlstate: str
) -> None:
    api.raise_request_exception = False
    refusing(sqlstate)
    response = api.post(URL, BODY)
    assert response.status_code == 500
    assert "Retry-After" not in response
    assert b"a word" not in response.content


@pytest.mark.django_db(transaction=True)
def test_the_admin_reports_an_unavailable_database_in_one_line(admin_client: Client) -> None:
    admin_client.raise_request_exception = False
    good = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = "1"
    try:
        pages = [admin_client.get("/admin/"), admin_client.get("/admin/tickets/ticket/")]
        pages.append(Client(raise_request_exception=False).post("/admin/login/", {"username": "a", "password": "b"}))
    finally:
        connection.settings_dict["PORT"] = good
        connection.close()
    for page in pages:
        assert (page.status_code, page.content.decode()) == (503, f"{UNAVAILABLE.detail}\n")
        assert page["Content-Type"] == "text/plain; charset=utf-8"
        assert page["Retry-After"] == "5"
    assert admin_client.get("/admin/").status_code == 200


def test_a_broken_connection_without_a_sqlstate_is_an_outage() -> None:
    broken = DatabaseError()
    broken.__cause__ = psycopg2.DatabaseError()
    assert outage(broken) == UNAVAILABLE
    assert outage(InterfaceError()) == UNAVAILABLE


@pytest.mark.parametrize("error", [None, KeyError("x"), OSError("x")])
def test_other_errors_are_no_outages(error: BaseException | None) -> None:
    assert outage(error) is None


def test_every_endpoint_documents_503(client: Client) -> None:
    text = client.get("/api/schema/").content.decode()
    operations = text.count("operationId:")
    assert operations >= 12
    assert text.count("'503':") == operations
