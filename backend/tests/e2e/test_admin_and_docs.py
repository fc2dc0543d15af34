"""The admin and the API documentation in a browser: they work under their content security policies."""

import re

import httpx
from playwright.sync_api import Page, expect

from testing.serving import Served
from tests.e2e.page_errors import collect_page_errors


def test_an_admin_erases_a_ticket(page: Page, served: Served, http: httpx.Client, marker: str) -> None:
    made = http.post("/api/tickets/", json={"title": f"To be erased {marker}", "description": "d"}).json()
    page_errors = collect_page_errors(page, served.url)
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(served.admin_password)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"/admin/tickets/ticket/{made['id']}/change/")
    expect(page.get_by_role("heading", name="history", exact=False).first).to_be_visible()
    page.goto(f"/admin/tickets/ticket/?q={marker}")
    page.locator("input.action-select").check()
    page.get_by_label("Action:").select_option("erase")
    page.get_by_role("button", name=re.compile("Go|Run")).click()
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("1 ticket erased")).to_be_visible()
    assert http.get(f"/api/tickets/{made['id']}/").status_code == 404
    # The API ignores the admin's session cookie, so the pages still work without a CSRF token.
    page.goto("/new")
    page.get_by_label("Title").fill(f"Logged in {marker}")
    page.get_by_label("Description").fill("The pages work as before.")
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"#\d+"))
    assert page_errors == []


def test_the_api_documentation(page: Page, served: Served) -> None:
    page_errors = collect_page_errors(page, served.url)
    page.goto("/api/docs/", wait_until="networkidle")
    expect(page.get_by_text("/api/tickets/classify/").first).to_be_visible()
    assert page_errors == []


# How a title of a number and Hebrew is to be read: from right to left, so the number is on the right.
MIXED = "123 \u05e9\u05dc\u05d5\u05dd"
# The left edge of a text within the first element of a selector that contains it.
LEFT = """([selector, text]) => {
  const all = document.querySelectorAll(selector)
  const walker = [...all].flatMap((it) => {
    const texts = document.createTreeWalker(it, NodeFilter.SHOW_TEXT)
    const found = []
    while (texts.nextNode()) found.push(texts.currentNode)
    return found
  })
  const node = walker.find((it) => it.data.includes(text))
  const range = document.createRange()
  range.setStart(node, node.data.indexOf(text))
  range.setEnd(node, node.data.indexOf(text) + text.length)
  return range.getBoundingClientRect().left
}"""


def reads_from_the_right(page: Page, selector: str) -> bool:
    number, word = (page.evaluate(LEFT, [selector, text]) for text in MIXED.split())
    return bool(number > word)


def test_a_title_keeps_its_order_in_the_sentences_of_the_admin_and_the_pages(
    page: Page, served: Served, http: httpx.Client
) -> None:
    made = http.post("/api/tickets/", json={"title": MIXED, "description": "d"}).json()
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(served.admin_password)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"/admin/tickets/ticket/{made['id']}/change/")
    assert reads_from_the_right(page, ".breadcrumbs")
    assert reads_from_the_right(page, "#content h2")
    page.get_by_label("Priority").select_option("critical")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert reads_from_the_right(page, ".messagelist .success")
    page.locator(f"input.action-select[value='{made['id']}']").check()
    page.get_by_label("Action:").select_option("erase")
    page.get_by_role("button", name=re.compile("Go|Run")).click()
    expect(page.get_by_text("This cannot be undone")).to_be_visible()
    assert reads_from_the_right(page, "#content li")
    page.goto(f"/tickets/{made['id']}")
    expect(page.get_by_role("heading", name=MIXED)).to_be_visible()
    assert page.title() == f"#{made['id']} \u2068{MIXED}\u2069 · Quietdesk"
    http.patch(f"/api/tickets/{made['id']}/", json={"title": "Printer"}).raise_for_status()
    page.reload()
    expect(page.get_by_text("Title changed from")).to_be_visible()
    assert reads_from_the_right(page, ".timeline")
    page.goto("/?status=closed")
    page.get_by_role("button", name="Save and edit views").click()
    page.get_by_label("Save current filters as").fill(MIXED)
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".views-status")).to_contain_text("saved")
    assert reads_from_the_right(page, ".views-status")
