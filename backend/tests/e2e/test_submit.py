"""Submitting under bad conditions, and the offer of tickets that may be about the same."""

import re

import httpx
from playwright.sync_api import Page, Route, expect

from tests.e2e.page_errors import complaints_of

TEXT = "The label scanner beeps since this morning and takes no more labels."


def write(page: Page, title: str) -> None:
    page.goto("/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Description").fill(TEXT)


def test_a_ticket_whose_answer_was_lost_is_filed_once(page: Page, http: httpx.Client, marker: str) -> None:
    lost: list[Route] = []

    def lose_the_first(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route)
        route.fetch()  # it reaches the desk, which files the ticket
        route.abort("connectionreset")

    page.route("**/api/tickets/", lose_the_first)
    write(page, f"Scanner beeps {marker}")
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"#\d+"), timeout=30_000)
    assert lost
    found = http.get("/api/tickets/", params={"search": marker}).json()["results"]
    assert len(found) == 1


def test_similar_tickets_are_offered_and_the_draft_waits(
    page: Page, http: httpx.Client, base_url: str, marker: str
) -> None:
    # A marker shares no three letters with others, so the likeness is this test's own.
    title = f"{marker} scanner beeps {marker[::-1]}"
    there = http.post("/api/tickets/", json={"title": title, "description": TEXT}).json()["id"]
    complaints = complaints_of(page, base_url)
    write(page, f"{title} again")
    offer = page.get_by_role("complementary", name="Is it one of these?")
    offer.get_by_role("link", name=title).click(timeout=30_000)
    expect(page).to_have_url(re.compile(rf"/tickets/{there}$"))
    page.go_back()
    expect(page.get_by_label("Title")).to_have_value(f"{title} again")
    assert complaints == []


def test_the_keyboard_submits_from_the_description(page: Page, marker: str) -> None:
    write(page, f"Keys {marker}")
    page.get_by_label("Description").press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"#\d+"), timeout=30_000)
