"""Lazily loaded modules: a failed load is reported, and can be retried."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

Action = Callable[[Page], None]


def press(name: str) -> Action:
    return lambda page: page.get_by_role("button", name=name, exact=True).click()


def key(keys: str) -> Action:
    return lambda page: page.keyboard.press(keys)


def show_triage_sources(page: Page) -> None:
    page.locator(".triage-badge").click()


def no_action(_page: Page) -> None:
    """For a module that the page itself loads."""


# The start of the file's name, the path, the action that loads it, the error message, and what it shows.
MODULES = {
    "ticket": ("ticket-pane", "/tickets/{number}", no_action, "The ticket could not be loaded", ".ticket-title"),
    "editor": ("editor", "/tickets/{number}", press("Edit title and description"), "The editor could", "#edit-title"),
    "dashboard": ("dashboard-page", "/dashboard", no_action, "The figures could not be loaded", ".tiles a"),
    "selection": ("selection", "/", no_action, "Tickets cannot be selected", ".toolbar"),
    "commands": ("command-menu", "/", press("Commands and search"), "The commands could not", ".command-menu"),
    "preferences": ("preferences", "/", press("Preferences"), "This part of the page could not", "dialog.sheet"),
    "triage": ("triage-dialog", "/", show_triage_sources, "This part of the page could not", ".triage-sources"),
    "keys": ("shortcuts-dialog", "/", key("?"), "This part of the page could not", "dialog.sheet"),
}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_that_failed_to_load_is_loaded_by_a_retry(
    page: Page, http: httpx.Client, marker: str, module: str
) -> None:
    file, path, trigger, message, shows = MODULES[module]
    body = {"title": f"Module {marker}", "description": "d"}
    number = http.post("/api/tickets/", json=body).raise_for_status().json()["id"]
    blocked = re.compile(rf"/assets/{file}-[^/]*\.js")
    page.route(blocked, lambda route: route.abort())
    page.goto(path.format(number=number))
    # The page has its listeners once its navigation is there.
    page.get_by_role("link", name="Dashboard", exact=True).wait_for()
    trigger(page)
    error = page.locator(".notice, .notice-line, .toast").filter(has_text=message)
    expect(error).to_be_visible()
    page.unroute(blocked)
    error.get_by_role("button", name="Try again").click()
    if module == "selection":
        page.locator(".row-select").first.click()
    expect(page.locator(shows).first).to_be_visible()
    expect(error).to_have_count(0)


def test_a_note_draft_survives_an_editor_that_fails_to_load(page: Page, http: httpx.Client, marker: str) -> None:
    body = {"title": f"Module {marker}", "description": "d"}
    number = http.post("/api/tickets/", json=body).raise_for_status().json()["id"]
    page.goto(f"/tickets/{number}")
    page.get_by_label("Note", exact=True).fill("Half a sentence")
    page.route(re.compile(r"/assets/editor-[^/]*\.js"), lambda route: route.fulfill(status=404))
    page.get_by_role("button", name="Edit title and description").click()
    # The beforeunload dialog of a page with unsaved text.
    page.once("dialog", lambda dialog: dialog.accept())
    # After a deployment the old file names are gone, and only a reload helps.
    with page.expect_event("load"):
        page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Half a sentence")


def test_the_form_needs_no_similar_tickets(page: Page, marker: str) -> None:
    page.route(re.compile(r"/assets/similar-tickets-[^/]*\.js"), lambda route: route.abort())
    page.goto("/new")
    page.get_by_label("Title").fill(f"Module {marker}")
    page.get_by_label("Description").fill("Nothing beside the form can be loaded.")
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_role("heading", name="created")).to_be_visible()
