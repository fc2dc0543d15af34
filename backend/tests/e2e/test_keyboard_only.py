"""From the landing page to a submitted and a closed ticket by keyboard only; the focus is always visible."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from testing.serving import Served
from tests.e2e.waiting import until_selectable

TEXT = "I was charged twice for the March invoice. Please refund one of the two payments."

# WCAG 2.4.7 and 2.4.11: the focused element has a focus indicator, and is not completely covered.
FOCUS_PROBLEM = """() => {
  const it = document.activeElement
  if (!it || it === document.body) return 'nothing has the focus'
  const name = it.outerHTML.slice(0, 120)
  const box = it.getBoundingClientRect()
  if (box.bottom <= 0 || box.top >= innerHeight) return 'outside the viewport: ' + name
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
  const within = (x, y) => {
    const top = document.elementFromPoint(x, y)
    const row = it.closest('.row')
    return top && (it.contains(top) || top.contains(it) || (row && top.closest('.row') === row))
  }
  const middle = Math.min(Math.max(y, 1), innerHeight - 1)
  if (![box.top + 2, middle, box.bottom - 2].some((at) => within(x, at))) return 'covered: ' + name
  const ringed = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
  const shown = ringed(getComputedStyle(it)) || ringed(getComputedStyle(it, '::after'))
  const line = it.closest('.command-field')
  return shown || line || it.matches('main, section, h1') ? '' : 'no focus indicator: ' + name
}"""


@pytest.fixture(params=[1280, 360])
def page(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page at each width."""
    with browser.new_context(
        base_url=served.url, viewport={"width": request.param, "height": 700}, reduced_motion="reduce", locale="en-GB"
    ) as context:
        yield context.new_page()


def press(page: Page, key: str) -> None:
    page.keyboard.press(key)
    assert page.evaluate(FOCUS_PROBLEM) == ""


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        press(page, "Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def test_from_the_landing_page_to_a_closed_ticket(page: Page, http: httpx.Client, marker: str) -> None:
    page.goto("/")
    page.get_by_role("heading", name="Queue").wait_for()
    # Not by a shortcut, which users can switch off.
    tab_to(page, ".new-button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="New ticket")).to_be_visible()
    tab_to(page, "input[name=title], #title")
    page.keyboard.type(f"By keyboard {marker}")
    tab_to(page, "textarea")
    page.keyboard.type(TEXT)
    press(page, "Tab")
    expect(page.get_by_label("Category")).to_have_value("billing")
    tab_to(page, "[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"#\d+"))

    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Command, ticket number")).to_be_focused()
    page.keyboard.type(marker)
    expect(page.get_by_role("option", name=re.compile(f"By keyboard {marker}"))).to_be_visible()
    assert page.evaluate(FOCUS_PROBLEM) == ""
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name=re.compile("Ticket #"))).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("4")
    expect(page.get_by_role("status", name="Notifications")).to_contain_text("Status set to Closed")
    found = http.get("/api/tickets/", params={"search": marker}).json()["results"]
    assert [it["status"] for it in found] == ["closed"]

    page.keyboard.press("Escape")
    expect(page.locator(".row-link:focus")).to_have_count(1)
    assert page.evaluate(FOCUS_PROBLEM) == ""


def test_triage_of_a_list_by_keyboard(page: Page, http: httpx.Client, marker: str) -> None:
    text = {"description": TEXT, "category": "general", "priority": "low"}
    made = []
    for n in range(3):
        asked = http.post("/api/tickets/classify/", json={"title": f"Triage {n} {marker}", "description": TEXT}).json()
        body = {**text, "title": f"Triage {n} {marker}", "suggestion": asked["suggestion"]}
        made.append(http.post("/api/tickets/", json=body).raise_for_status().json())
    page.goto(f"/?search={marker}")
    # Not .row: the skeleton of a loading list has rows too, which no key can reach.
    page.locator(".row-link").nth(2).wait_for()
    until_selectable(page)  # this key comes with those that select
    press(page, "j")
    for _ in range(2):
        press(page, "a")
    expect(page.locator(".row-link:focus")).to_contain_text("Triage 0")
    expect(page.get_by_role("status", name="Notifications")).to_contain_text("Suggestion accepted")
    expect(page.locator(".row").nth(1)).to_contain_text("Billing")
    suggested = made[0]["suggested"]
    accepted = (suggested["category"], suggested["priority"])
    expected = [("general", "low"), accepted, accepted]
    for _ in range(600):  # the rows show both at once; the second answer may be on its way
        labels = [http.get(f"/api/tickets/{it['id']}/").json() for it in made]
        found = [(it["category"], it["priority"]) for it in labels]
        if found == expected:
            break
        page.wait_for_timeout(100)
    assert found == expected


def test_no_focused_row_is_hidden_by_sticky_elements(page: Page, http: httpx.Client, marker: str) -> None:
    for n in range(14):
        http.post("/api/tickets/", json={"title": f"Row {n} {marker}", "description": "d"}).raise_for_status()
    page.goto(f"/?search={marker}")
    page.locator(".row-link").nth(13).wait_for()
    until_selectable(page)
    press(page, "j")
    press(page, "x")
    expect(page.get_by_role("group", name="Selected tickets")).to_be_visible()
    for _ in range(13):
        press(page, "j")
    for _ in range(13):
        press(page, "k")
    # By Tab, through checkboxes, links and selects, to the toolbar and into its menu.
    tab_to(page, ".toolbar .menu-button button")
    press(page, "ArrowDown")
    press(page, "ArrowDown")
    press(page, "Escape")
    expect(page.get_by_role("group", name="Selected tickets").get_by_role("button", name="Status")).to_be_focused()
