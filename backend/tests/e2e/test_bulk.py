"""Bulk changes in a browser: selection by mouse and keyboard, undo, and concurrent changes of another user."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from testing.serving import Served
from tests.e2e.page_errors import collect_page_errors
from tests.e2e.waiting import until_selectable


@pytest.fixture
def page(page: Page, served: Served) -> Iterator[Page]:
    """The browser's page, which must have no page errors."""
    page_errors = collect_page_errors(page, served.url)
    yield page
    assert page_errors == []


@pytest.fixture
def numbers(http: httpx.Client, marker: str) -> list[int]:
    """The ids of five tickets, newest first, as in the queue."""
    bodies = [{"title": f"Row {n} {marker}", "description": "d", "priority": "low"} for n in range(5)]
    return [int(http.post("/api/tickets/", json=body).raise_for_status().json()["id"]) for body in bodies][::-1]


def checkbox(page: Page, number: int) -> Locator:
    return page.locator(f'[data-ticket="{number}"]').get_by_role("checkbox")


def states(http: httpx.Client, numbers: list[int], field: str = "status") -> list[str]:
    return [http.get(f"/api/tickets/{number}/").json()[field] for number in numbers]


def test_a_range_is_closed_and_undo_restores_each_ticket(
    page: Page, http: httpx.Client, marker: str, numbers: list[int]
) -> None:
    http.patch(f"/api/tickets/{numbers[1]}/", json={"status": "in_progress"})
    before = states(http, numbers)
    page.goto(f"/?search={marker}")
    page.locator(".row").first.hover()
    checkbox(page, numbers[0]).click()
    checkbox(page, numbers[3]).click(modifiers=["Shift"])
    toolbar = page.get_by_role("group", name="Selected tickets")
    expect(toolbar).to_contain_text("4 selected")
    toolbar.get_by_role("button", name="Status").click()
    page.get_by_role("menuitem", name="Closed").click()
    toasts = page.get_by_role("status", name="Notifications")
    expect(toasts).to_contain_text("4 tickets set to Closed")
    assert states(http, numbers) == ["closed"] * 4 + ["open"]
    toasts.get_by_role("button", name="Undo").click()
    expect(toasts).to_contain_text("4 tickets restored")
    assert states(http, numbers) == before
    page.keyboard.press("Escape")
    expect(toolbar).to_have_count(0)


def test_a_click_beside_the_checkbox_selects_and_does_not_open_the_ticket(
    page: Page, marker: str, numbers: list[int]
) -> None:
    page.goto(f"/?search={marker}")
    gutter = page.locator(f'[data-ticket="{numbers[2]}"] .row-select')
    size = gutter.bounding_box()
    assert size
    assert min(size["width"], size["height"]) >= 24
    gutter.click(position={"x": 3, "y": size["height"] - 3})
    expect(checkbox(page, numbers[2])).to_be_checked()
    gutter_of_last = page.locator(f'[data-ticket="{numbers[4]}"] .row-select')
    gutter_of_last.click(position={"x": 3, "y": 3}, modifiers=["Shift"])
    expect(page.get_by_role("group", name="Selected tickets")).to_contain_text("3 selected")
    assert page.url.endswith(f"/?search={marker}")


def test_selection_and_change_by_keyboard(page: Page, http: httpx.Client, marker: str, numbers: list[int]) -> None:
    page.goto(f"/?search={marker}")
    expect(checkbox(page, numbers[0])).to_be_attached()
    until_selectable(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    expect(checkbox(page, numbers[2])).to_be_checked()
    page.keyboard.press("3")
    expect(page.get_by_role("status", name="Notifications")).to_contain_text("3 tickets set to Resolved")
    assert states(http, numbers) == ["resolved"] * 3 + ["open"] * 2
    page.keyboard.press("Control+a")
    expect(page.get_by_role("group", name="Selected tickets")).to_contain_text("5 selected")


def test_a_concurrent_change_is_reported_and_overwritten_only_on_request(
    page: Page, http: httpx.Client, marker: str, numbers: list[int]
) -> None:
    page.goto(f"/?search={marker}")
    page.locator(".row").first.hover()
    checkbox(page, numbers[0]).click()
    checkbox(page, numbers[1]).click()
    http.patch(f"/api/tickets/{numbers[1]}/", json={"category": "account"}).raise_for_status()
    toolbar = page.get_by_role("group", name="Selected tickets")
    toolbar.get_by_role("button", name="Priority").press("ArrowDown")
    page.get_by_role("menuitem", name="Critical").press("Enter")
    toasts = page.get_by_role("status", name="Notifications")
    expect(toasts).to_contain_text("1 ticket set to Critical")
    expect(toasts).to_contain_text("1 ticket was changed by someone else in the meantime")
    assert states(http, numbers[:2], "priority") == ["critical", "low"]
    expect(page.locator(f'[data-ticket="{numbers[1]}"]')).to_contain_text("Account")
    # Wait for the response: the row is updated optimistically, and the earlier message had the same text.
    with page.expect_response("**/api/tickets/bulk/"):
        toasts.get_by_role("button", name="Apply anyway").click()
    expect(page.locator(f'[data-ticket="{numbers[1]}"]')).to_contain_text("Critical")
    expect(toasts).to_contain_text("1 ticket set to Critical")
    assert states(http, numbers[:2], "priority") == ["critical", "critical"]


def test_undo_reports_tickets_that_it_could_not_restore(
    page: Page, http: httpx.Client, marker: str, numbers: list[int]
) -> None:
    page.goto(f"/?search={marker}")
    page.locator(".row").first.hover()
    checkbox(page, numbers[0]).click()
    checkbox(page, numbers[1]).click()
    page.get_by_role("group", name="Selected tickets").get_by_role("button", name="Status").click()
    page.get_by_role("menuitem", name="Closed").click()
    toasts = page.get_by_role("status", name="Notifications")
    undo = toasts.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    http.patch(f"/api/tickets/{numbers[0]}/", json={"status": "resolved"}).raise_for_status()
    undo.click()
    expect(toasts).to_contain_text("1 ticket was not restored: someone has changed it since.")
    expect(toasts).to_contain_text("1 ticket restored")
    assert states(http, numbers[:2]) == ["resolved", "open"]


def test_in_german(browser_german: Page, marker: str, numbers: list[int]) -> None:
    page = browser_german
    page.goto(f"/?search={marker}")
    page.locator(".row").first.hover()
    page.get_by_role("checkbox", name=f"Row 4 {marker} auswählen").click()
    toolbar = page.get_by_role("group", name="Ausgewählte Tickets")
    expect(toolbar).to_contain_text("1 ausgewählt")
    toolbar.get_by_role("button", name="Status").click()
    page.get_by_role("menuitem", name="Geschlossen").click()
    expect(page.get_by_role("status", name="Benachrichtigungen")).to_contain_text(
        re.compile("1 Ticket geändert: Geschlossen")
    )
