"""The queue while it waits: every wait is seen, five hundred rows are enough at once."""

import re

import httpx
from playwright.sync_api import Page, expect

from testing.serving import Served
from tests.e2e.delayed_responses import rows_of, slowly


def test_old_rows_stay_and_a_line_moves_while_other_rows_are_on_their_way(
    page: Page, http: httpx.Client, marker: str
) -> None:
    http.post("/api/tickets/", json={"title": marker, "description": "d"}).raise_for_status()
    page.goto("/")
    expect(page.locator(".row-link").first).to_be_visible()
    let_go = slowly(page, "**/api/tickets/?*")
    page.get_by_role("button", name="Open").first.click()
    expect(page.locator(".progress span")).to_be_visible()
    expect(page.get_by_role("list", name="Tickets", exact=True)).to_have_attribute("aria-busy", "true")
    expect(page.locator(".row-link").first).to_be_visible()
    let_go()
    expect(page.locator(".progress span")).to_have_count(0)


def test_from_five_hundred_rows_on_more_come_only_when_asked_for(page: Page, served: Served, marker: str) -> None:
    rows_of(served, marker, 600)
    # The newest of all, so that these are what is shown; a search might stop before it has seen so many.
    page.goto("/?status=open&category=general&priority=low")
    rows = page.locator(".row-link")
    expect(rows.first).to_contain_text(marker)
    while rows.count() < 500:
        shown = rows.count()
        rows.last.scroll_into_view_if_needed()
        # Ten pages, each with more rows to draw: on a busy machine that takes its time.
        expect(rows.nth(shown)).to_be_attached(timeout=60_000)
    more = page.get_by_role("button", name="Load more")
    more.scroll_into_view_if_needed()
    expect(more).to_be_in_viewport()
    page.wait_for_load_state("networkidle")
    expect(rows).to_have_count(500)
    # Far rows cost nothing until they come near.
    assert page.evaluate("getComputedStyle(document.querySelector('.row')).contentVisibility") == "auto"
    more.click()
    expect(rows).to_have_count(550)


def test_a_second_page_that_fails_leaves_the_first(page: Page, served: Served, marker: str) -> None:
    rows_of(served, marker, 60)
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
