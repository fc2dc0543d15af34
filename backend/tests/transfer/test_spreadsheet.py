"""The Excel workbook: typed cells, nothing cut, no formula."""

import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from tickets.models import Ticket
from tickets.queue.selectors.list_page import ticket_page
from tickets.queue.selectors.page_request import PageRequest
from tickets.queue.selectors.selection import Selection
from transfer import selectors, views
from transfer.services import spreadsheet

pytestmark = pytest.mark.django_db
Make = Callable[..., Ticket]
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet(content: bytes, number: int = 1) -> list[dict[str, tuple[str, str]]]:
    """The rows of a sheet: type and value by column."""
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 (our own file)
    assert not list(root.iter(f"{MAIN}f"))
    rows = []
    for row in root.iter(f"{MAIN}row"):
        cells = {}
        for cell in row:
            text = "".join(part.text or "" for part in cell.iter() if part.tag in (f"{MAIN}t", f"{MAIN}v"))
            cells[re.sub(r"\d", "", cell.get("r", ""))] = (cell.get("t", "n"), text)
        rows.append(cells)
    return rows


def download(api: APIClient, **query: str) -> bytes:
    response: Any = api.get("/api/tickets/export/", {"format": "xlsx"} | query)
    assert response.status_code == 200
    assert response["Content-Type"] == views.WORKBOOK
    assert re.fullmatch(r'attachment; filename="tickets-\d{4}-\d\d-\d\d\.xlsx"', response["Content-Disposition"])
    assert response["Cache-Control"] == "no-store"
    return b"".join(response.streaming_content)


def test_cells_are_typed_and_no_text_is_a_formula(api: APIClient, ticket: Make) -> None:
    made = ticket(
        title="=1+1",
        description="=HYPERLINK(1)\r\n004217 _x0041_ \x01",
        requester="http://example.org",
    )
    Ticket.objects.update(created_at=NOON)
    header, row = sheet(download(api))
    assert [text for _, text in header.values()][:8] == [
        "id",
        "title",
        "description",
        "requester",
        "category",
        "priority",
        "status",
        "created_at (UTC)",
    ]
    assert row["A"] == ("n", str(made.pk))
    assert row["B"] == ("inlineStr", "=1+1")
    assert row["C"] == ("inlineStr", "=HYPERLINK(1)\n004217 _x005F_x0041_ _x0001_")
    assert row["D"] == ("inlineStr", "http://example.org")
    assert row["H"] == ("n", "46091.5")
    assert "J" not in row


@pytest.mark.parametrize(
    ("text", "parts"), [("x" * 32_767, 1), ("x" * 50_000, 2), ("😀" * 50_000, 4), ("a😀" * 25_000, 3)]
)
def test_a_long_description_goes_on_in_further_columns(api: APIClient, ticket: Make, text: str, parts: int) -> None:
    ticket(description=text)
    row = sheet(download(api))[1]
    found = [row[column][1] for column in "CJKL" if column in row]
    assert len(found) == parts
    assert "".join(found) == text
    assert all(len(part.encode("utf-16-le")) <= 2 * 32_767 for part in found)


def test_filters_apply_and_an_unknown_format_is_refused(api: APIClient, ticket: Make) -> None:
    ticket(title="One", priority="low")
    ticket(title="Two", priority="high")
    assert [row["B"][1] for row in sheet(download(api, priority="high"))[1:]] == ["Two"]
    response = api.get("/api/tickets/export/", {"format": "ods"})
    assert (response.status_code, response.json()["codes"]) == (400, {"format": ["invalid_choice"]})


@pytest.mark.parametrize("limit", ["WORKBOOK_ROWS_MAX", "WORKBOOK_BYTES_MAX"])
def test_too_much_for_a_workbook_is_said(
    api: APIClient, ticket: Make, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(views, limit, 1)
    ticket()
    ticket()
    response = api.get("/api/tickets/export/", {"format": "xlsx"})
    assert (response.status_code, response.json()["codes"]) == (400, {"format": ["too_many_tickets"]})
    assert "export CSV" in response.json()["format"][0]


def test_a_search_that_timed_out_is_answered_with_503(
    api: APIClient, ticket: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket()
    whole = ticket_page(PageRequest(Selection(), limit=1))
    stopped = type(whole)(rows=[], before=None, after=None, limited=True)
    monkeypatch.setattr(selectors, "ticket_page", lambda *args, **kwargs: stopped)
    assert api.get("/api/tickets/export/", {"format": "xlsx"}).status_code == 503


def test_a_full_disk_is_said(api: APIClient, ticket: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    ticket()
    monkeypatch.setattr(spreadsheet, "_write_row", fail)
    assert api.get("/api/tickets/export/", {"format": "xlsx"}).status_code == 400


def test_more_than_a_sheet_holds_goes_to_a_second_one(
    ticket: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "SHEET_ROWS", 3)
    for number in range(5):
        ticket(title=f"Ticket {number}")
    path = tmp_path / "tickets.xlsx"
    call_command("export_tickets", str(path), stdout=StringIO())
    titles = [[row["B"][1] for row in sheet(path.read_bytes(), number)] for number in (1, 2, 3)]
    assert titles == [["title", "Ticket 0", "Ticket 1"], ["title", "Ticket 2", "Ticket 3"], ["title", "Ticket 4"]]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("character", ["a", "ß", "&", "<", ">", "\x01", "\x1f", "\x7f", "\ufffe", "_x0041_"])
def test_the_size_of_a_sheet_counts_what_its_xml_takes(character: str) -> None:
    """So that the temporary files never fill /tmp."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    text = character * (30_000 // len(character))
    labels = {"requester": None, "category": "billing", "priority": "low", "status": "open"}
    row = SimpleNamespace(id=1, title="t", description=text, created_at=at, updated_at=at, **labels)
    file = io.BytesIO()
    spreadsheet.write_workbook(file, [[row] * 3])
    taken = len(zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml"))
    with pytest.raises(spreadsheet.WorkbookTooLargeError):
        spreadsheet.write_workbook(io.BytesIO(), [[row] * 3], bytes_max=taken - 2_000)


def test_memory_is_constant(tmp_path: Path) -> None:
    labels = {"requester": None, "category": "billing", "priority": "low", "status": "open"}
    row = SimpleNamespace(id=1, title="A title", description="x" * 5000, created_at=NOON, updated_at=NOON, **labels)

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            with (tmp_path / f"{count}.xlsx").open("wb") as file:
                spreadsheet.write_workbook(file, ([row] for _ in range(count)))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(2700) < 2 * peak(300)
