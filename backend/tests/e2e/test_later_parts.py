"""Code that comes after the first load: where it cannot be fetched the page says so, and fetches it when asked."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

Act = Callable[[Page], None]


def press(name: str) -> Act:
    return lambda page: page.get_by_role("button", name=name, exact=True).click()


def key(keys: str) -> Act:
    return lambda page: page.keyboard.press(keys)


def open_nothing(_page: Page) -> None:
    """What is wanted as soon as the page is there."""


# The beginning of the file's name, the address, what asks for it, what is said without it, and what it shows.
PARTS = {
    "ticket": ("ticket-pane", "/tickets/{number}", open_nothing, "The ticket could not be loaded", ".ticket-title"),
    "editor": ("editor", "/tickets/{number}", press("Edit title and description"), "The editor could", "#edit-title"),
    "dashboard": ("dashboard-page", "/dashboard", open_nothing, "The figures could not be loaded", ".tiles a"),
    "selection": ("selection", "/", open_nothing, "Tickets cannot be selected", ".toolbar"),
    "commands": ("command-menu", "/", press("Commands and search"), "The commands could not", ".command-menu"),
    "preferences": ("preferences", "/", press("Preferences"), "This part of the page could not", "dialog.sheet"),
    "keys": ("shortcuts-dialog", "/", key("?"), "This part of the page could not", "dialog.sheet"),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_could_not_be_fetched_comes_when_asked_again(
    page: Page, http: httpx.Client, marker: str, part: str
) -> None:
    file, address, ask, says, shows = PARTS[part]
    body = {"title": f"Part {marker}", "description": "d"}
    number = http.post("/api/tickets/", json=body).raise_for_status().json()["id"]
    held = re.compile(rf"/assets/{file}-[^/]*\.js")
    page.route(held, lambda route: route.abort())
    page.goto(address.format(number=number))
    # Pressed once the page listens.
    page.get_by_role("link", name="Dashboard", exact=True).wait_for()
    ask(page)
    told = page.locator(".notice, .notice-line, .toast").filter(has_text=says)
    expect(told).to_be_visible()
    page.unroute(held)
    told.get_by_role("button", name="Try again").click()
    if part == "selection":
        page.locator(".row-select").first.click()
    expect(page.locator(shows).first).to_be_visible()
    expect(told).to_have_count(0)


def test_a_note_survives_an_editor_that_does_not_come(page: Page, http: httpx.Client, marker: str) -> None:
    body = {"title": f"Part {marker}", "description": "d"}
    number = http.post("/api/tickets/", json=body).raise_for_status().json()["id"]
    page.goto(f"/tickets/{number}")
    page.get_by_label("Note", exact=True).fill("Half a sentence")
    page.route(re.compile(r"/assets/editor-[^/]*\.js"), lambda route: route.fulfill(status=404))
    page.get_by_role("button", name="Edit title and description").click()
    # The browser asks, as of any page with unsaved text.
    page.once("dialog", lambda dialog: dialog.accept())
    # As after a new version of the desk, whose files have other names: the page is loaded anew.
    with page.expect_event("load"):
        page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Half a sentence")
