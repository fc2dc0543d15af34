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
