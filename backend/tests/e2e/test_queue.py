"""The queue in a browser: filters with counts, sort order, search, saved views, live updates, keys and export."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from testing.serving import Served
from tests.e2e.page_errors import collect_page_errors
from tests.e2e.waiting import at_rest

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def make(http: httpx.Client, marker: str) -> Make:
    """Creates a ticket with the marker in its title: `make("Printer", priority="high")`."""

    def filed(title: str = "Ticket", description: str = "d", **fields: str) -> dict[str, Any]:
        body = {"title": f"{title} {marker}", "description": description, **fields}
        made: dict[str, Any] = http.post("/api/tickets/", json=body).raise_for_status().json()
        return made

    return filed


@pytest.fixture
def page(page: Page, served: Served) -> Iterator[Page]:
    """The browser's page, which must have no page errors."""
    page_errors = collect_page_errors(page, served.url)
    yield page
    assert page_errors == []


# A select hides what it truncates from scrollWidth, so the text is measured outside of it.
TRUNCATED = """() => [...document.querySelectorAll('.row select')].flatMap((select) => {
  const { font, paddingLeft, paddingRight } = getComputedStyle(select)
  const word = document.createElement('span')
  word.textContent = select.selectedOptions[0].text
  Object.assign(word.style, { font, position: 'absolute', whiteSpace: 'nowrap' })
  document.body.append(word)
  const room = select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
  const missing = word.getBoundingClientRect().width - room
  word.remove()
  return missing > 0.5 ? [`${select.selectedOptions[0].text}: ${missing} px`] : []
})"""


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Tickets", exact=True).get_by_role("listitem")


def expect_titles(page: Page, words: list[str]) -> None:
    """The rows' titles begin with these words, in this order; no other row is there."""
    expect(page.locator(".row-title")).to_have_text([re.compile(f"^{word} ") for word in words])


def show_tab(page: Page) -> None:
    """Fire visibilitychange, on which the queue polls at once."""
    page.evaluate("window.dispatchEvent(new Event('visibilitychange'))")


def test_chips_have_counts_and_the_url_has_the_filters(page: Page, http: httpx.Client, make: Make) -> None:
    make(category="account", priority="critical")
    page.goto("/?priority=critical")
    shown = http.get("/api/tickets/counts/", params={"priority": "critical"}).json()
    account = page.get_by_role("button", name="Account")
    expect(account).to_have_text(f"Account{shown['category']['account']}")
    account.click()
    expect(page).to_have_url(re.compile(r"\?category=account&priority=critical$"))
    before = http.get("/api/tickets/counts/", params={"priority": "critical", "category": "account"}).json()
    opened = page.get_by_role("button", name="Open", exact=False).first
    expect(opened).to_have_text(f"Open{before['status']['open']}")
    rows(page).first.get_by_role("combobox").select_option("closed")
    expect(opened).to_have_text(f"Open{before['status']['open'] - 1}")
    page.get_by_role("button", name="Clear filters").click()
    expect(page).to_have_url(re.compile(r"/$"))
    page.go_back()
    expect(account).to_have_attribute("aria-pressed", "true")


def test_filters_of_a_link_are_shown_and_removable(page: Page, make: Make, marker: str) -> None:
    make("Suggested", "I was charged twice for an invoice.")
    today = datetime.now(UTC).date()
    page.goto(f"/?search={marker}&created_from={today - timedelta(days=1)}&created_to={today + timedelta(days=1)}")
    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Remove filter: Created")).click()
    expect(page).to_have_url(re.compile(rf"\?search={marker}$"))
    page.goto(f"/?search={marker}&outcome=kept&source=keywords")
    expect(page.get_by_text("No ticket matches")).to_be_visible()
    page.get_by_role("button", name="Remove filter: Suggestion accepted").click()
    page.get_by_role("button", name="Remove filter: Suggested by keywords").click()
    expect(rows(page)).to_have_count(1)


def test_the_sort_order_survives_a_reload(page: Page, make: Make, marker: str) -> None:
    for title, priority in (("First", "low"), ("Second", "critical"), ("Third", "high")):
        make(title, priority=priority)
    page.goto(f"/?search={marker}")
    expect(rows(page)).to_have_count(3)
    expect_titles(page, ["Third", "Second", "First"])
    order = page.get_by_label("Order")
    for name, expected in (("priority", ["Second", "Third", "First"]), ("oldest", ["First", "Second", "Third"])):
        order.select_option(name)
        expect_titles(page, expected)
    page.reload()
    expect(order).to_have_value("oldest")
    expect(rows(page).first).to_contain_text("First")


def test_search_words_are_highlighted_in_an_excerpt(page: Page, make: Make, marker: str) -> None:
    make("Scanner", f"{'It stands on the ward and is in use all day. ' * 4}Since Monday the LASER flickers.")
    page.goto(f"/?search={marker}+laser")
    marked = page.locator(".row mark")
    expect(marked).to_have_count(2)
    expect(marked.last).to_have_text("LASER")
    expect(marked.last).to_be_in_viewport()
    expect(page.locator(".row-text")).to_have_text(re.compile("^….*Monday the LASER flickers"))


def test_a_view_is_saved_selected_renamed_and_deleted(page: Page, make: Make, marker: str) -> None:
    make(priority="high")
    page.goto(f"/?priority=high&search={marker}&sort=oldest")
    page.get_by_role("button", name="Save and edit views").click()
    page.get_by_label("Save current filters as").fill("Mine")
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem").filter(has_text="Mine")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto("/")
    view = page.get_by_label("View", exact=True)
    view.select_option("Mine")
    expect(page).to_have_url(re.compile(f"priority=high&search={marker}&sort=oldest"))
    page.get_by_role("button", name="Save and edit views").click()
    page.get_by_role("button", name="Rename “Mine”").click()
    page.get_by_label("New name for “Mine”").fill("Urgent")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Delete “Urgent”").click()
    expect(page.get_by_text("No views of your own yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.keyboard.press("Escape")
    expect(view.locator("option", has_text="Urgent")).to_have_count(1)
    page.reload()
    expect(view.locator("option", has_text="Urgent")).to_have_count(1)


def test_new_tickets_are_inserted_only_on_request(page: Page, http: httpx.Client, make: Make, marker: str) -> None:
    numbers = [make(f"Old{n}")["id"] for n in range(30)]
    page.goto(f"/?search={marker}&status=open")
    expect(rows(page)).to_have_count(30)
    row = rows(page).nth(20)
    row.scroll_into_view_if_needed()
    before = at_rest(row).bounding_box()
    make("Arrived1")
    make("Arrived2")
    http.patch(f"/api/tickets/{numbers[9]}/", json={"priority": "critical"}).raise_for_status()
    http.patch(f"/api/tickets/{numbers[8]}/", json={"status": "closed"}).raise_for_status()
    show_tab(page)
    bar = page.get_by_role("button", name="2 new tickets")
    expect(bar).to_be_in_viewport()
    expect(row).to_contain_text("Critical")
    expect(rows(page).nth(21)).to_contain_text("no longer matches")
    assert at_rest(row).bounding_box() == before
    bar.click()
    expect(page.get_by_role("link", name=f"Arrived2 {marker}")).to_be_focused()
    expect(page.get_by_role("link", name=f"Arrived2 {marker}")).to_be_in_viewport()
    for n, word in enumerate(("Arrived2", "Arrived1", "Old29")):
        expect(page.locator(".row-title").nth(n)).to_have_text(f"{word} {marker}")


def test_a_key_changes_the_status_of_the_focused_row(page: Page, http: httpx.Client, make: Make, marker: str) -> None:
    number = make()["id"]
    page.goto(f"/?search={marker}")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("3")
    expect(rows(page).first.get_by_role("combobox")).to_have_value("resolved")
    page.get_by_role("button", name="Undo").click()
    expect(rows(page).first.get_by_role("combobox")).to_have_value("open")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(marker)
    page.keyboard.press("4")
    expect(page.get_by_text("Status set to Closed")).to_be_visible()
    history = http.get(f"/api/tickets/{number}/").json()["history"]
    assert [line["new"] for line in history] == [None, "resolved", "open", "closed"]


def test_the_csv_contains_what_the_queue_shows(page: Page, make: Make, marker: str) -> None:
    for title in ("One", "Two", "Three"):
        make(title, priority="low" if title == "Two" else "high")
    page.goto(f"/?search={marker}&priority=high&sort=oldest")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download CSV").click()
    with open(started.value.path(), encoding="utf-8-sig", newline="") as file:
        assert [line["title"] for line in csv.DictReader(file)] == [f"One {marker}", f"Three {marker}"]


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_the_status_in_a_row_is_not_truncated(
    browser: Browser, served: Served, http: httpx.Client, make: Make, marker: str, locale: str
) -> None:
    for status in ("in_progress", "closed"):
        for priority in ("medium", "critical"):
            number = make(priority=priority, category="technical")["id"]
            http.patch(f"/api/tickets/{number}/", json={"status": status}).raise_for_status()
    with browser.new_context(base_url=served.url, locale=locale) as context:
        page = context.new_page()
        for width in (320, 360, 412, 480, 768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"/?search={marker}")
            expect(page.locator(".row-link")).to_have_count(4)
            assert page.evaluate(TRUNCATED) == [], width
