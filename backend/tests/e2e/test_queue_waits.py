"""The queue while it waits: nothing jumps, every wait is seen, five hundred rows are enough at once."""

import re
from collections.abc import Callable

import httpx
import psycopg2
from playwright.sync_api import Page, Route, expect

from tests.e2e.serving import Served

# Chromium counts a shift only when no key or button was pressed just before it.
SHIFTS = """
    window.shifted = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
"""


def rows_of(served: Served, marker: str, count: int) -> None:
    """So many tickets with the marker, written straight into the database: the API would take minutes."""
    connection = psycopg2.connect(served.database)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO tickets_ticket (title, description, category, priority)"
                " SELECT %s || ' ' || n, 'One of many.', 'general', 'low' FROM generate_series(1, %s) n",
                [marker, count],
            )
    finally:
        connection.close()


def slowly(page: Page, path: str) -> Callable[[], None]:
    """Holds back what the server answers to a path until the function it gives is called."""
    held: list[Route] = []
    open_now = False

    def hold(route: Route) -> None:
        if open_now:
            route.continue_()
        else:
            held.append(route)

    def let_go() -> None:
        nonlocal open_now
        open_now = True
        for route in held:
            route.continue_()

    page.route(path, hold)
    return let_go


def test_nothing_moves_when_the_data_arrive(page: Page, http: httpx.Client, marker: str) -> None:
    for n in range(12):
        http.post("/api/tickets/", json={"title": f"{n} {marker}", "description": "A text. " * 9}).raise_for_status()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.add_init_script(SHIFTS)
        let_go = slowly(page, "**/api/**")
        page.goto("/")
        skeletons = page.get_by_role("status", name="Loading tickets")
        expect(skeletons).to_be_visible()
        # The rows come first, the numbers on the chips after them, as it may happen.
        let_go()
        expect(page.locator(".row-link").first).to_be_visible()
        expect(page.get_by_role("button", name="Open").first).to_have_text(re.compile(r"^Open\d"))
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shifted") < 0.02
        page.unroute("**/api/**")


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
