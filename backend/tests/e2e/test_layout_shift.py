"""What arrives late takes the place that was kept for it: nothing that is read or aimed at moves."""

import re

import httpx
import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.e2e.delayed_responses import slowly
from tests.e2e.states.submit import INVOICE

# Chromium counts a shift only when no key or button was pressed just before it.
SHIFTS = """
    window.shifted = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
"""
MOST = 0.005


@pytest.fixture(params=[1280, 360])
def page(page: Page, request: pytest.FixtureRequest) -> Page:
    page.set_viewport_size({"width": request.param, "height": 800})
    page.add_init_script(SHIFTS)
    return page


@pytest.fixture
def ticket(http: httpx.Client, marker: str) -> int:
    for n in range(12):
        body = {"title": f"{n} {marker}", "description": "A text. " * 9}
        last = http.post("/api/tickets/", json=body).raise_for_status().json()
    return int(last["id"])


def shifted(page: Page) -> float:
    page.wait_for_load_state("networkidle")
    return float(page.evaluate("window.shifted"))


def boxes_of(places: list[Locator]) -> list[FloatRect | None]:
    return [it.bounding_box() for it in places]


def test_in_the_queue(page: Page, ticket: int) -> None:
    let_go = slowly(page, "**/api/**")
    page.goto("/")
    expect(page.get_by_role("status", name="Loading tickets")).to_be_visible()
    # The rows come first, the numbers on the chips after them, as it may happen.
    let_go()
    expect(page.locator(".row-link").first).to_be_visible()
    expect(page.get_by_role("button", name="Open").first).to_have_text(re.compile(r"^Open\d"))
    assert shifted(page) < MOST


def test_in_a_ticket(page: Page, ticket: int, marker: str) -> None:
    let_go = slowly(page, "**/api/**")
    page.goto(f"/tickets/{ticket}")
    expect(page.get_by_label("Loading the ticket")).to_be_visible()
    let_go()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"11 {marker}")
    expect(page.get_by_role("region", name="History and notes").get_by_role("listitem")).to_have_count(1)
    assert shifted(page) < MOST


def test_in_the_dashboard(page: Page, ticket: int) -> None:
    let_go = slowly(page, "**/api/**")
    page.goto("/dashboard")
    expect(page.get_by_role("status", name="Loading the figures").first).to_be_visible()
    let_go()
    expect(page.get_by_role("table", name="By priority")).to_be_visible()
    expect(page.get_by_role("region", name="Keywords")).to_be_visible()
    assert shifted(page) < MOST


@pytest.mark.parametrize("language", ["en", "de"])
def test_in_the_form_while_a_suggestion_is_awaited_and_when_it_is_there(page: Page, language: str) -> None:
    page.add_init_script(f"localStorage.setItem('quietdesk.language', '{language}')")
    let_go = slowly(page, "**/api/tickets/classify/")
    page.goto("/new")
    # The words are of either language, the names of the fields of neither.
    places = [page.locator(name) for name in ("#category", "#priority", "[type=submit]")]
    expect(places[-1]).to_be_visible()
    empty = boxes_of(places)
    page.locator("#description").fill(INVOICE)
    page.locator("#requester").focus()
    expect(page.locator(".triage-line .busy")).to_be_visible()
    assert boxes_of(places) == empty
    let_go()
    expect(places[0]).to_have_value("billing")
    expect(page.locator(".provenance-line").first).to_be_visible()
    assert boxes_of(places) == empty
    places[1].select_option("low")
    expect(page.locator(".choice-fields button")).to_be_visible()
    assert boxes_of(places) == empty
