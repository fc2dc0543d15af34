"""The dashboard: every figure links to exactly the tickets that it counts, and the period is chosen by keyboard."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.page_errors import collect_page_errors

TEXT = "I was charged twice for the March invoice. Please refund one of the two payments."


@pytest.fixture(autouse=True)
def _some_outcomes(http: httpx.Client, marker: str) -> None:
    """One suggestion each that was kept, changed, and not reviewed yet."""
    for number, change in enumerate(({"status": "resolved"}, {"priority": "critical"}, {})):
        body = {"title": f"{marker} {number}", "description": TEXT}
        ticket = http.post("/api/tickets/", json=body).json()["id"]
        if change:
            http.patch(f"/api/tickets/{ticket}/", json=change)


@pytest.fixture
def dashboard(page: Page, base_url: str) -> Iterator[Page]:
    page_errors = collect_page_errors(page, base_url)
    page.goto("/dashboard", wait_until="networkidle")
    yield page
    assert page_errors == []


def listed(http: httpx.Client, address: str) -> int:
    """The number of tickets in the queue at this URL, over all its pages."""
    params: list[tuple[str, str | int | float | bool | None]] = [
        *parse_qsl(urlsplit(address).query),
        ("page_size", "100"),
    ]
    count, body = 0, http.get("/api/tickets/", params=params).json()
    while True:
        count += len(body["results"])
        if body["next"] is None:
            return count
        cursor = dict(parse_qsl(urlsplit(body["next"]).query))["cursor"]
        body = http.get("/api/tickets/", params=[*params, ("cursor", cursor)]).json()


def number_in(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def assert_link_matches(http: httpx.Client, row: Locator, figure: Locator) -> None:
    address = row.get_by_role("link").first.get_attribute("href")
    assert address is not None
    assert listed(http, address) == number_in(figure.inner_text()), address


def test_every_row_of_every_table_links_to_the_tickets_it_counts(dashboard: Page, http: httpx.Client) -> None:
    dashboard.get_by_text("Day by day").click()
    dashboard.get_by_role("table", name="Tickets per day").wait_for()
    tables = dashboard.get_by_role("table").all()
    assert len(tables) >= 6  # priority, category, status, age, days, and the outcomes of one source or more
    for table in tables:
        for row in table.get_by_role("row").all()[1:]:
            assert_link_matches(http, row, row.get_by_role("cell").filter(has_text=re.compile(r"^[\d,]+$")).first)


def test_each_source_links_to_its_suggestions(dashboard: Page, http: httpx.Client) -> None:
    keywords = dashboard.get_by_role("region", name="Keywords")
    used = keywords.get_by_role("link", name=re.compile("suggestion"))
    assert listed(http, str(used.get_attribute("href"))) == number_in(used.inner_text()) >= 3
    expect(keywords.get_by_text(re.compile(r"\d+% to \d+%\), n = \d+")).first).to_be_visible()
    expect(keywords.get_by_text(re.compile("half within .*, 95% within"))).to_be_visible()


def test_the_tiles_link_to_the_tickets_they_count(dashboard: Page, http: httpx.Client) -> None:
    for name in ("Total tickets", "Open"):
        link = dashboard.get_by_role("link", name=name, exact=True)
        tile = dashboard.locator(".tile", has=link)
        assert_link_matches(http, tile, tile.locator(".tile-value"))


def test_the_period_is_chosen_by_keyboard_and_kept_in_the_url(dashboard: Page) -> None:
    dashboard.get_by_role("radio", name="30 days").focus()
    dashboard.keyboard.press("ArrowRight")
    expect(dashboard).to_have_url(re.compile(r"\?days=90$"))
    dashboard.get_by_text("Day by day").focus()
    dashboard.keyboard.press("Enter")
    days = dashboard.get_by_role("table", name="Tickets per day").get_by_role("row")
    expect(days).to_have_count(91)
    dashboard.reload()
    expect(dashboard.get_by_role("radio", name="90 days")).to_be_checked()


def test_a_slow_response_shows_a_loading_state(page: Page) -> None:
    page.route("**/api/tickets/insights/**", lambda route: None)
    page.goto("/dashboard")
    expect(page.get_by_role("status", name="Loading the figures")).to_be_visible()
    expect(page.get_by_role("table", name="By priority")).to_be_visible()
