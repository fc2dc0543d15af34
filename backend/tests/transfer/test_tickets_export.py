"""GET /api/tickets/export/: the filtered list as a stream of CSV."""

import csv
import io
import re
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tickets.models import Ticket
from tickets.queue.selectors.list_page import ticket_page
from tickets.queue.selectors.page_request import PageRequest
from tickets.queue.selectors.selection import Selection, Sort
from transfer import selectors
from transfer.selectors import ticket_batches
from transfer.services import export_lines

pytestmark = pytest.mark.django_db
URL = "/api/tickets/export/"
Make = Callable[..., Ticket]


def download(**query: Any) -> list[dict[str, str]]:
    response: Any = APIClient().get(URL, query)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def titles(**query: Any) -> list[str]:
    return [row["title"] for row in download(**query)]


def test_every_column_is_exported(ticket: Make) -> None:
    made = ticket(title="Ärger, »sehr«", description='One\r\n"two"\n', requester="Ward 4", status="closed")
    (row,) = download()
    assert row == {
        "id": str(made.pk),
        "title": "Ärger, »sehr«",
        "description": 'One\r\n"two"\n',
        "requester": "Ward 4",
        "category": "technical",
        "priority": "medium",
        "status": "closed",
        "created_at": made.created_at.isoformat().replace("+00:00", "Z"),
        "updated_at": made.updated_at.isoformat().replace("+00:00", "Z"),
    }


def test_it_is_an_attachment_that_is_not_cached(api: APIClient) -> None:
    response: Any = api.get(URL)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="tickets-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"])
    assert response["Cache-Control"] == "no-store"
    text = b"".join(response.streaming_content).decode()
    # The byte order mark and, although there are no tickets, the header.
    assert text == "\ufeffid,title,description,requester,category,priority,status,created_at,updated_at\r\n"


def test_filters_search_and_sort_apply(ticket: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "BATCH_SIZE", 2)
    for number in range(7):
        ticket(title=f"Printer {number}", priority="low" if number % 2 else "high")
    ticket(title="Scanner")
    assert titles() == ["Scanner", *(f"Printer {number}" for number in range(6, -1, -1))]
    assert titles(priority="low", search="printer") == ["Printer 5", "Printer 3", "Printer 1"]
    assert titles(sort="oldest", search="printer")[:2] == ["Printer 0", "Printer 1"]
    assert titles(status="closed") == []


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-x", "@sum", "'=x", "''=x", "'tis", "plain"])
def test_formulas_are_escaped(ticket: Make, text: str) -> None:
    ticket(title=text, description=f"{text}\n")
    (row,) = download()
    for cell, kept in ((row["title"], text), (row["description"], f"{text}\n")):
        assert not re.match(r"[=+\-@\t\r\n]", cell)
        assert cell in (kept, f"'{kept}")


def test_a_leading_tab_is_escaped(ticket: Make) -> None:
    ticket(description="\t=1+1")
    assert download()[0]["description"] == "'\t'=1+1"


@pytest.mark.parametrize("query", [{"status": "nonsense"}, {"search": "x" * 201}, {"created_from": "yesterday"}])
def test_an_invalid_filter_is_answered_in_json(api: APIClient, query: dict[str, str]) -> None:
    response = api.get(URL, query)
    assert response.status_code == 400
    assert list(response.json()) == [*query, "codes"]


def test_an_unavailable_database_is_answered_in_json(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError

    monkeypatch.setattr(selectors, "ticket_page", unavailable)
    response = api.get(URL)
    assert response.status_code == 503
    assert list(response.json()) == ["detail", "codes"]


def test_a_search_that_timed_out_is_answered_with_503(
    api: APIClient, ticket: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket()
    whole = ticket_page(PageRequest(Selection(), limit=1))
    stopped = type(whole)(rows=[], before=None, after=None, limited=True)
    monkeypatch.setattr(selectors, "ticket_page", lambda *args, **kwargs: stopped)
    response = api.get(URL)
    assert response.status_code == 503
    assert "Nothing was exported" in response.json()["detail"]


def test_the_first_bytes_are_sent_before_the_last_row_is_read(
    api: APIClient, ticket: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "BATCH_SIZE", 3)
    for number in range(9):
        ticket(title=f"Ticket {number}")
    with CaptureQueriesContext(connection) as queries:
        response: Any = api.get(URL, {"sort": "oldest"})
        parts = iter(response.streaming_content)
        got = next(parts) + next(parts)
        # And the one that takes the slot.
        assert len(queries) == 2
    assert b"Ticket 2" in got
    assert b"Ticket 3" not in got
    ticket(title="Came meanwhile")
    rest = b"".join(parts)
    assert rest.count(b"\r\n") == 7
    assert b"Came meanwhile" in rest


def test_a_ticket_that_changes_meanwhile_is_exported_once(ticket: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "BATCH_SIZE", 2)
    made = [ticket(title=f"Ticket {number}").pk for number in range(6)]
    seen: list[int] = []
    for batch in ticket_batches(Selection(sort=Sort.OLDEST)):
        seen += [row.id for row in batch]
        Ticket.objects.update(status="closed", priority="low")
    assert seen == made


@pytest.mark.django_db(transaction=True)
def test_no_transaction_stays_open_between_batches(ticket: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "BATCH_SIZE", 1)
    for _ in range(3):
        ticket()
    batches = ticket_batches(Selection())
    next(batches)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (mine,) = cursor.fetchone()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [mine])
            assert cursor.fetchone() == ("idle",)
    finally:
        other.close()
    assert len(list(batches)) == 2


def test_memory_is_constant(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "BATCH_SIZE", 50)

    def peak() -> int:
        tracemalloc.start()
        try:
            assert sum(map(len, export_lines("csv", ticket_batches(Selection())))) > 1_000_000
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peaks = []
    for count in (300, 2700):
        Ticket.objects.bulk_create(
            Ticket(title="A title", description="x" * 5000, category="billing", priority="low") for _ in range(count)
        )
        peaks.append(peak())
    # Nine times the tickets, about 13 MB of text.
    assert peaks[1] < 2 * peaks[0]


def test_other_methods_are_not_allowed(api: APIClient) -> None:
    assert {api.post(URL, {}).status_code, api.delete(URL).status_code} == {405}
