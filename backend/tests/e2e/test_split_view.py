"""List and ticket: side by side on wide screens, one at a time on narrow ones; and the way back to the list."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from testing.serving import Served
from tests.e2e.delayed_responses import insert_tickets
from tests.e2e.page_errors import collect_page_errors
from tests.e2e.waiting import at_rest

ROWS, OPENED = 45, 30


@pytest.fixture(params=[1280, 768, 360])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def page(browser: Browser, served: Served, width: int) -> Iterator[Page]:
    with browser.new_context(
        base_url=served.url, locale="en-GB", viewport={"width": width, "height": 800}, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        page_errors = collect_page_errors(page, served.url)
        yield page
        assert page_errors == []


@pytest.fixture
def row(page: Page, served: Served, marker: str) -> Locator:
    """A row far down the list, scrolled into view."""
    insert_tickets(served, marker, ROWS)
    page.goto(f"/?search={marker}")
    expect(page.locator(".row-link")).to_have_count(ROWS)
    row = page.locator(".row").nth(OPENED)
    row.scroll_into_view_if_needed()
    # Rows above it have their true heights then.
    return at_rest(row)


def ticket_heading(page: Page) -> Locator:
    """The open ticket's heading; the list also has a level 1 heading when it is alone."""
    return page.get_by_role("region", name=re.compile("^Ticket #")).get_by_role("heading", level=1)


def top_of(row: Locator) -> float:
    box = row.bounding_box()
    assert box
    return box["y"]


def test_a_ticket_opens_beside_the_list_or_replaces_it(page: Page, row: Locator, width: int, marker: str) -> None:
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile(rf"/tickets/\d+\?search={marker}$"))
    pane = page.get_by_role("region", name=re.compile("^Ticket #"))
    expect(ticket_heading(page)).to_be_in_viewport()
    everything = page.get_by_role("list", name="Tickets", exact=True)
    for _ in range(2):
        if width >= 1024:
            expect(everything).to_be_visible()
            list_box, pane_box = everything.bounding_box(), pane.bounding_box()
            assert list_box
            assert pane_box
            assert list_box["x"] + list_box["width"] <= pane_box["x"] + 1
        else:
            expect(everything).to_have_count(0)
        # A reload shows the same.
        page.reload()
        expect(ticket_heading(page)).to_be_in_viewport()


def test_the_page_does_not_scroll_past_its_content(page: Page, row: Locator) -> None:
    end = "Math.max(...[...document.querySelectorAll('.desk > *')].map((it) => it.getBoundingClientRect().bottom))"
    emptiness = f"document.documentElement.scrollHeight - Math.max(innerHeight, scrollY + {end})"
    assert page.evaluate(emptiness) <= 1
    row.get_by_role("link").click()
    expect(ticket_heading(page)).to_be_visible()
    assert page.evaluate(emptiness) <= 1


def test_escape_returns_to_the_row_at_its_scroll_position(page: Page, row: Locator) -> None:
    before = top_of(row)
    row.get_by_role("link").click()
    expect(ticket_heading(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(row.get_by_role("link")).to_be_focused()
    expect(row).to_be_in_viewport()
    assert abs(top_of(at_rest(row)) - before) <= 2


def test_back_and_forward_restore_the_scroll_position(page: Page, row: Locator, marker: str) -> None:
    before = top_of(row)
    row.get_by_role("link").click()
    expect(ticket_heading(page)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(rf"/\?search={marker}$"))
    expect(row).to_be_in_viewport()
    assert abs(top_of(at_rest(row)) - before) <= 2
    page.go_forward()
    expect(ticket_heading(page)).to_be_in_viewport()
