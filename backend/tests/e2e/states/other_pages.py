"""The dialogs, the not-found page, and the pages of Django's admin and of Swagger."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.states import responses
from tests.e2e.states.queue import full as queue
from tests.e2e.states.state import State, World


def preferences(page: Page, world: World) -> None:
    queue(page, world)
    page.get_by_role("button", name="Preferences").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def keyboard_shortcuts(page: Page, world: World) -> None:
    queue(page, world)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def commands(page: Page, world: World) -> None:
    queue(page, world)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_be_visible()


def commands_found(page: Page, world: World) -> None:
    commands(page, world)
    page.keyboard.type("export")
    expect(page.get_by_role("option", name="Search the queue for")).to_be_visible()
    expect(page.get_by_role("group", name="Tickets").get_by_role("option").nth(1)).to_be_visible()


def commands_for_a_ticket(page: Page, world: World) -> None:
    page.goto(f"/tickets/{world.long_ticket}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option", name="Copy link")).to_be_visible()


def triage_status(page: Page, world: World) -> None:
    queue(page, world)
    page.locator(".triage-badge").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def triage_never(page: Page, world: World) -> None:
    """With CLOUD=never, and a local model that Ollama would send on to another host."""
    responses.modify(page, responses.TRIAGE, _never_and_remote)
    triage_status(page, world)
    expect(page.get_by_text("CLOUD=never keeps OpenAI out")).to_be_visible()


def _never_and_remote(status: dict[str, Any]) -> None:
    status["cloud"] = "never"
    status["sources"][0].update(state="remote", model="granite4.1:3b")


def skip_link(page: Page, world: World) -> None:
    queue(page, world)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()


def not_found(page: Page, world: World) -> None:
    page.goto("/no/such/page")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()


def page_loading(page: Page, world: World) -> None:
    """The dashboard's code is still loading."""
    responses.hold(page, "**/assets/dashboard-page-*.js")
    page.goto("/dashboard")
    expect(page.get_by_label("Loading")).to_be_visible()


def bundle_failed(page: Page, world: World) -> None:
    """The main bundle cannot be loaded."""
    page.route(re.compile(r"/assets/index-.*\.js"), lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_role("alert")).to_be_visible()


def offline(page: Page, world: World) -> None:
    """The server becomes unreachable while the queue is open."""
    queue(page, world)
    responses.disconnect(page)
    responses.disconnect(page, "**/readyz")
    page.get_by_role("button", name="High").first.click()
    expect(page.get_by_text("Quietdesk is not responding.")).to_be_visible(timeout=20_000)


def open_desk(page: Page, world: World) -> None:
    """The bar of ACCESS=open, above the queue."""
    responses.modify(page, responses.ME, lambda me: me.update(access="open"))
    queue(page, world)
    expect(page.get_by_role("complementary", name="No sign-in")).to_be_visible()


def admin_login(page: Page, world: World) -> None:
    page.goto("/admin/")
    expect(page.get_by_role("button", name="Log in")).to_be_visible()


def api_docs(page: Page, world: World) -> None:
    page.goto("/api/docs/")
    expect(page.get_by_text("/api/tickets/classify/").first).to_be_visible()


STATES = (
    State("admin-login", admin_login, own_layout=False),
    State("api-docs", api_docs, own_layout=False, checked_by_axe=False),
    State("commands", commands, every_width=True),
    State("commands-found", commands_found),
    State("commands-ticket", commands_for_a_ticket),
    State("keyboard-shortcuts", keyboard_shortcuts),
    State("not-found", not_found),
    State("offline", offline, logs_errors=True),
    State("open-desk", open_desk, every_width=True),
    State("page-loading", page_loading, logs_errors=True),
    State("preferences", preferences),
    State("skip-link", skip_link),
    State("bundle-failed", bundle_failed, logs_errors=True),
    State("triage-never", triage_never, every_width=True),
    State("triage-status", triage_status),
)
