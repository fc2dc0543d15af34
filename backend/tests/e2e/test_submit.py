"""Submitting with lost responses, and the offer of similar tickets."""

import re

import httpx
from playwright.sync_api import Page, Route, expect

from tests.e2e.page_errors import collect_page_errors

TEXT = "The label scanner beeps since this morning and takes no more labels."


def write(page: Page, title: str) -> None:
    page.goto("/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Description").fill(TEXT)


def test_a_ticket_with_a_lost_response_is_created_once(page: Page, http: httpx.Client, marker: str) -> None:
    aborted: list[Route] = []

    def abort_first_response(route: Route) -> None:
        if route.request.method != "POST" or aborted:
            route.continue_()
            return
        aborted.append(route)
        route.fetch()  # the server creates the ticket
        route.abort("connectionreset")

    page.route("**/api/tickets/", abort_first_response)
    write(page, f"Scanner beeps {marker}")
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"#\d+"), timeout=30_000)
    assert aborted
    found = http.get("/api/tickets/", params={"search": marker}).json()["results"]
    assert len(found) == 1


def test_similar_tickets_are_offered_and_the_draft_is_kept(
    page: Page, http: httpx.Client, base_url: str, marker: str
) -> None:
    # The trigrams of the marker are unique, so that no other ticket is similar.
    title = f"{marker} scanner beeps {marker[::-1]}"
    existing = http.post("/api/tickets/", json={"title": title, "description": TEXT}).json()["id"]
    page_errors = collect_page_errors(page, base_url)
    write(page, f"{title} again")
    offer = page.get_by_role("complementary", name="Is it one of these?")
    offer.get_by_role("link", name=title).click(timeout=30_000)
    expect(page).to_have_url(re.compile(rf"/tickets/{existing}$"))
    page.go_back()
    expect(page.get_by_label("Title")).to_have_value(f"{title} again")
    assert page_errors == []


def test_ctrl_enter_submits_from_the_description(page: Page, marker: str) -> None:
    write(page, f"Keys {marker}")
    page.get_by_label("Description").press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"#\d+"), timeout=30_000)
