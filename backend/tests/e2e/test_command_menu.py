"""The command menu in a browser: it opens by keyboard, filters, runs commands, and restores the focus."""

import re

import httpx
from playwright.sync_api import Page, expect

from testing.serving import Served
from tests.e2e.page_errors import collect_page_errors


def test_it_finds_and_runs_commands_and_restores_the_focus(
    page: Page, served: Served, http: httpx.Client, marker: str
) -> None:
    page_errors = collect_page_errors(page, served.url)
    made = http.post("/api/tickets/", json={"title": f"Scanner {marker}", "description": "d"}).json()
    page.goto("/")
    page.locator(".row-link").first.wait_for()
    page.keyboard.press("j")
    row = page.locator(".row-link:focus")
    focused = str(row.get_attribute("href"))
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Command, ticket number")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row).to_have_attribute("href", focused)

    # A filter command keeps the scroll position and the focused row.
    page.keyboard.press("Control+k")
    field.fill("status open")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?status=open$"))
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option", name=re.compile("Status: Open"))).to_contain_text("on")

    field.fill(marker)
    expect(page.get_by_role("option", name=f"#{made['id']} Scanner {marker}")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/tickets/{made['id']}\?status=open$"))
    expect(page.get_by_role("region", name=f"Ticket #{made['id']}")).to_be_focused()

    page.keyboard.press("Control+k")
    field.fill("status resolved set")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status", name="Notifications")).to_contain_text("1 ticket set to Resolved")
    assert http.get(f"/api/tickets/{made['id']}/").json()["status"] == "resolved"
    # The command Undo outlives its toast.
    page.get_by_role("button", name="Dismiss").first.click()
    page.keyboard.press("Control+k")
    field.fill("undo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status", name="Notifications")).to_contain_text("1 ticket restored")
    assert http.get(f"/api/tickets/{made['id']}/").json()["status"] == "open"
    assert page_errors == []


def test_a_ticket_number_a_search_and_the_keyboard_shortcuts(page: Page, http: httpx.Client, marker: str) -> None:
    made = http.post("/api/tickets/", json={"title": f"Beamer {marker}", "description": "d"}).json()
    page.goto("/dashboard")
    page.get_by_role("button", name="Commands and search").click()
    field = page.get_by_role("combobox", name="Command, ticket number")
    field.fill(f"#{made['id']}")
    expect(page.get_by_role("dialog").get_by_role("option", selected=True)).to_have_text(f"Open ticket #{made['id']}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Beamer {marker}")
    page.keyboard.press("Control+k")
    field.fill(marker)
    page.get_by_role("option", name=f"Search the queue for “{marker}”").click()
    expect(page).to_have_url(re.compile(rf"/\?search={marker}$"))
    page.keyboard.press("Control+k")
    field.fill("keyboard shortcuts")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_in_german(browser_german: Page) -> None:
    page = browser_german
    page.goto("/")
    page.locator(".row-link").first.wait_for()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Befehl, Ticketnummer").fill("ubersicht")
    expect(page.get_by_role("dialog").get_by_role("option", selected=True)).to_have_text("Übersicht")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Übersicht")
