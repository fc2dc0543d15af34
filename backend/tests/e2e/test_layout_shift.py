"""Content that loads late causes no layout shift, because its place is reserved."""

import re

import httpx
import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.e2e.delayed_responses import hold_responses
from tests.e2e.states.meaning import without_model_server
from tests.e2e.states.submit import INVOICE

# Chromium's layout shift entries; those right after an input do not count.
SHIFTS = """
    window.shifted = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
"""
MAX_SHIFT = 0.005


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


def layout_shift(page: Page) -> float:
    page.wait_for_load_state("networkidle")
    return float(page.evaluate("window.shifted"))


def boxes_of(elements: list[Locator]) -> list[FloatRect | None]:
    return [it.bounding_box() for it in elements]


def test_in_the_queue(page: Page, ticket: int) -> None:
    release = hold_responses(page, "**/api/**")
    page.goto("/")
    expect(page.get_by_role("status", name="Loading tickets")).to_be_visible()
    release()
    expect(page.locator(".row-link").first).to_be_visible()
    expect(page.get_by_role("button", name="Open").first).to_have_text(re.compile(r"^Open\d"))
    assert layout_shift(page) < MAX_SHIFT


def test_in_a_ticket(page: Page, ticket: int, marker: str) -> None:
    release = hold_responses(page, "**/api/**")
    page.goto(f"/tickets/{ticket}")
    expect(page.get_by_label("Loading the ticket")).to_be_visible()
    release()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"11 {marker}")
    expect(page.get_by_role("region", name="History and notes").get_by_role("listitem")).to_have_count(1)
    assert layout_shift(page) < MAX_SHIFT


def test_in_the_dashboard(page: Page, ticket: int) -> None:
    release = hold_responses(page, "**/api/**")
    page.goto("/dashboard")
    expect(page.get_by_role("status", name="Loading the figures").first).to_be_visible()
    release()
    expect(page.get_by_role("table", name="By priority")).to_be_visible()
    expect(page.get_by_role("region", name="Keywords")).to_be_visible()
    assert layout_shift(page) < MAX_SHIFT


@pytest.mark.parametrize("language", ["en", "de"])
def test_in_the_form_before_and_after_a_suggestion(page: Page, language: str) -> None:
    page.add_init_script(f"localStorage.setItem('quietdesk.language', '{language}')")
    release = hold_responses(page, "**/api/tickets/classify/")
    page.goto("/new")
    # By id, because the labels are translated.
    elements = [page.locator(name) for name in ("#category", "#priority", "[type=submit]")]
    expect(elements[-1]).to_be_visible()
    empty = boxes_of(elements)
    page.locator("#description").fill(INVOICE)
    page.locator("#requester").focus()
    expect(page.locator(".triage-line .busy")).to_be_visible()
    assert boxes_of(elements) == empty
    release()
    expect(elements[0]).to_have_value("billing")
    expect(page.locator(".provenance-line").first).to_be_visible()
    assert boxes_of(elements) == empty
    elements[1].select_option("low")
    expect(page.locator(".choice-fields button")).to_be_visible()
    assert boxes_of(elements) == empty


@pytest.mark.parametrize("language", ["en", "de"])
def test_in_the_form_before_and_after_what_a_text_reads_like(page: Page, language: str) -> None:
    page.add_init_script(f"localStorage.setItem('quietdesk.language', '{language}')")
    without_model_server(page, *("The invoice of March was debited twice, and nobody answers. " * 2,) * 2)
    page.goto("/new")
    elements = [page.locator(name) for name in ("#category", "#priority", "[type=submit]")]
    expect(page.locator(".triage-line.examples")).to_be_visible()
    empty = boxes_of(elements)
    page.locator("#description").fill(INVOICE)
    page.locator("#requester").focus()
    expect(page.locator(".reads-like bdi")).to_have_count(2)
    assert boxes_of(elements) == empty
