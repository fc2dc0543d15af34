"""Loading states of the queue, and the limit of five hundred rows."""

import re

import httpx
from playwright.sync_api import Page, expect

from testing.serving import Served
from tests.e2e.delayed_responses import hold_responses, insert_tickets


def test_old_rows_stay_with_a_progress_bar_while_a_filter_loads(page: Page, http: httpx.Client, marker: str) -> None:
    http.post("/api/tickets/", json={"title": marker, "description": "d"}).raise_for_status()
    page.goto("/")
    expect(page.locator(".row-link").first).to_be_visible()
    release = hold_responses(page, "**/api/tickets/?*")
    page.get_by_role("button", name="Open").first.click()
    expect(page.locator(".progress span")).to_be_visible()
    expect(page.get_by_role("list", name="Tickets", exact=True)).to_have_attribute("aria-busy", "true")
    expect(page.locator(".row-link").first).to_be_visible()
    release()
    expect(page.locator(".progress span")).to_have_count(0)


def test_after_five_hundred_rows_more_are_loaded_only_on_request(page: Page, served: Served, marker: str) -> None:
    insert_tickets(served, marker, 600)
    # Without a search, which might stop at its limit. These tickets are the newest.
    page.goto("/?status=open&category=general&priority=low")
    rows = page.locator(".row-link")
    expect(rows.first).to_contain_text(marker)
    while rows.count() < 500:
        shown = rows.count()
        rows.last.scroll_into_view_if_needed()
        # Each page has more rows to render, which is slow on a busy machine.
        expect(rows.nth(shown)).to_be_attached(timeout=60_000)
    more = page.get_by_role("button", name="Load more")
    more.scroll_into_view_if_needed()
    expect(more).to_be_in_viewport()
    page.wait_for_load_state("networkidle")
    expect(rows).to_have_count(500)
    # Rows far outside the viewport are not rendered.
    assert page.evaluate("getComputedStyle(document.querySelector('.row')).contentVisibility") == "auto"
    more.click()
    expect(rows).to_have_count(550)


def test_a_failed_second_page_keeps_the_first(page: Page, served: Served, marker: str) -> None:
    insert_tickets(served, marker, 60)
    page.route(re.compile("cursor="), lambda route: route.abort())
    page.goto(f"/?search={marker}")
    rows = page.locator(".row-link")
    expect(rows).to_have_count(50)
    rows.last.scroll_into_view_if_needed()
    expect(page.get_by_role("alert")).to_contain_text("The next tickets could not be loaded.")
    expect(rows).to_have_count(50)
    page.unroute(re.compile("cursor="))
    page.get_by_role("button", name="Try again").click()
    expect(rows).to_have_count(60)
