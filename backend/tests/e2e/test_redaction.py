"""An admin redacts a pasted password by keyboard, and the pages say so in words, in English and German."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from testing.serving import Served
from tests.e2e.page_errors import collect_page_errors

SECRET = "the password is Quux-7"


@pytest.fixture
def number(http: httpx.Client, marker: str) -> int:
    """A ticket whose first title and first description, and a note, have the secret."""
    text = {"title": SECRET, "description": SECRET}
    number = int(http.post("/api/tickets/", json=text).json()["id"])
    http.patch(f"/api/tickets/{number}/", json={"title": f"VPN {marker}", "description": "It asks twice."})
    http.post(f"/api/tickets/{number}/notes/", json={"text": SECRET, "author": "Ada"})
    return number


@pytest.fixture
def admin(page: Page, served: Served) -> Page:
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(served.admin_password)
    page.get_by_role("button", name="Log in").click()
    return page


@pytest.fixture
def english(browser: Browser, served: Served) -> Iterator[Page]:
    with browser.new_context(base_url=served.url, locale="en-GB") as context:
        yield context.new_page()


def test_a_value_is_redacted_by_keyboard_and_the_pages_say_so(
    admin: Page, english: Page, browser_german: Page, served: Served, http: httpx.Client, number: int
) -> None:
    errors = collect_page_errors(admin, served.url)
    admin.goto(f"/admin/tickets/ticket/{number}/change/")
    admin.get_by_role("link", name="Redact values").press("Enter")
    admin.get_by_label("Only values that contain").fill("Quux-7")
    admin.keyboard.press("Enter")
    boxes = admin.get_by_role("checkbox")
    expect(boxes).to_have_count(3)
    choose = admin.get_by_role("button", name="Redact the chosen values")
    choose.press("Enter")
    expect(admin.get_by_text("Choose at least one value.")).to_be_visible()
    expect(boxes).to_have_count(3)
    admin.get_by_label("title", exact=True).press("Space")
    choose.press("Enter")
    expect(admin.get_by_role("heading", name="Redact for good?")).to_be_visible()
    admin.get_by_role("button", name="Redact for good").press("Enter")
    expect(admin.get_by_text("3 values redacted.")).to_be_visible()
    assert "Quux" not in admin.content()
    assert "Quux" not in admin.url
    assert errors == []
    for page, said in (
        (english, ["Title changed from (redacted) to", "Former text redacted:", "Text redacted:"]),
        (browser_german, ["Titel von (geschwärzt) in", "Früherer Text geschwärzt:", "Text geschwärzt:"]),
    ):
        page.goto(f"/tickets/{number}")
        for text in said:
            expect(page.get_by_text(re.compile(re.escape(text))).first).to_be_visible()
        assert "Quux" not in page.content()
    assert "Quux" not in http.get(f"/api/tickets/{number}/").text
