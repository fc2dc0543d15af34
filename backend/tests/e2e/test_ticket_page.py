"""The page of one ticket: notes, edit conflicts, links, previous and next ticket, and the print layout."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from testing.serving import Served
from tests.e2e.page_errors import collect_page_errors


@pytest.fixture(params=[1280, 360])
def page(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page at each width, whose page errors fail the test."""
    context = browser.new_context(
        base_url=served.url, locale="en-GB", viewport={"width": request.param, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    page_errors = collect_page_errors(page, served.url)
    yield page
    context.close()
    # These tests cause a 412 and an aborted response, which Chromium logs.
    assert [it for it in page_errors if "412" not in it and "ERR_FAILED" not in it] == []


@pytest.fixture
def ticket(http: httpx.Client, marker: str) -> int:
    text = "The printer stays dark.\n\nSee https://help.example/printers_(all). <b>Ask</b> ines@desk.example."
    return int(http.post("/api/tickets/", json={"title": f"Printer {marker}", "description": text}).json()["id"])


def test_a_note_is_added_to_the_history(page: Page, http: httpx.Client, ticket: int) -> None:
    page.goto(f"/tickets/{ticket}")
    page.get_by_label("Note", exact=True).fill("Called them.\nhttps://notes.example/1")
    page.get_by_label("Your name").fill("Ines")
    page.get_by_label("Note", exact=True).press("Control+Enter")
    line = timeline(page).last
    expect(line).to_contain_text("Note by Ines")
    expect(line).to_contain_text("Called them.")
    expect(line.get_by_role("link", name="https://notes.example/1")).to_be_visible()
    expect(page.get_by_label("Note", exact=True)).to_have_value("")
    page.get_by_role("region", name=re.compile("^Ticket")).get_by_label("Status", exact=True).select_option("closed")
    expect(timeline(page).last).to_contain_text("Status changed from Open to Closed")
    kept = http.get(f"/api/tickets/{ticket}/notes/").json()["results"]
    assert [(it["author"], it["text"]) for it in kept] == [("Ines", "Called them.\nhttps://notes.example/1")]


def test_a_note_with_a_lost_response_is_saved_once(page: Page, http: httpx.Client, ticket: int) -> None:
    page.goto(f"/tickets/{ticket}")
    page.get_by_label("Note", exact=True).fill("Only once")
    # The server saves it, and the response is lost.
    page.route("**/notes/", lambda route: (route.fetch(), route.abort())[1], times=1)
    page.get_by_role("button", name="Add note").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("your text is still here")
    page.reload()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Only once")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value("")
    assert len(http.get(f"/api/tickets/{ticket}/notes/").json()["results"]) == 1
    expect(timeline(page).filter(has_text="Only once")).to_have_count(1)


def test_other_users_notes_arrive_while_typing(page: Page, http: httpx.Client, ticket: int) -> None:
    # A fake clock, for the poll every fifteen seconds.
    page.clock.install()
    page.goto(f"/tickets/{ticket}")
    note = page.get_by_label("Note", exact=True)
    note.press_sequentially("Half a sent")
    http.post(f"/api/tickets/{ticket}/notes/", json={"text": "From somebody else"})
    page.clock.run_for(16_000)
    expect(timeline(page).last).to_contain_text("From somebody else")
    expect(note).to_be_focused()
    note.press_sequentially("ence")
    expect(note).to_have_value("Half a sentence")


def test_the_sections_are_in_reading_order(page: Page, ticket: int) -> None:
    page.goto(f"/tickets/{ticket}")
    expect(page.get_by_role("region", name="History")).to_be_visible()
    parts = ".ticket-head, .properties, .ticket-text, .facts, .provenance, .history"
    tops = page.locator(parts).evaluate_all("(all) => all.map((it) => it.getBoundingClientRect().top)")
    assert len(tops) == 6
    assert tops == sorted(tops)


def test_links_are_safe_and_html_is_escaped(page: Page, ticket: int) -> None:
    page.goto(f"/tickets/{ticket}")
    text = page.get_by_role("region", name="Description")
    expect(text).to_contain_text("<b>Ask</b>")
    link = text.get_by_role("link", name="https://help.example/printers_(all)", exact=True)
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(link).to_have_attribute("target", "_blank")
    expect(text.get_by_role("link", name="ines@desk.example")).to_have_attribute("href", "mailto:ines@desk.example")
    expect(text.locator(".ticket-text")).to_have_css("white-space", "pre-wrap")


def test_an_edit_conflict_is_resolved(page: Page, http: httpx.Client, ticket: int, marker: str) -> None:
    page.goto(f"/tickets/{ticket}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Printer {marker}")
    page.keyboard.press("e")
    title, text = page.get_by_label("Title", exact=True), page.get_by_role("textbox", name="Description")
    expect(title).to_be_focused()
    title.fill(f"Printer mine {marker}")
    text.fill("My text.")
    changes = {"title": f"Printer theirs {marker}", "description": "Their text.", "priority": "critical"}
    http.patch(f"/api/tickets/{ticket}/", json=changes)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Someone else changed this ticket")
    both = page.get_by_role("group", name="Title: which version?")
    expect(both).to_contain_text(f"Printer theirs {marker}")
    expect(both).to_contain_text(f"Printer mine {marker}")
    both.get_by_role("radio", name="Current").check()
    expect(title).to_have_value(f"Printer theirs {marker}")
    text.fill("My text, and theirs.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Printer theirs {marker}")
    expect(page.get_by_role("button", name="Edit title and description")).to_be_focused()
    saved = http.get(f"/api/tickets/{ticket}/").json()
    assert (saved["title"], saved["description"]) == (f"Printer theirs {marker}", "My text, and theirs.")
    assert saved["priority"] == "critical"


def test_escape_asks_before_discarding_an_edit(page: Page, ticket: int, marker: str) -> None:
    page.goto(f"/tickets/{ticket}")
    page.get_by_role("button", name="Edit title and description").click()
    page.get_by_label("Title", exact=True).fill("Something else")
    page.keyboard.press("Escape")
    dialog = page.get_by_role("dialog", name="Discard changes?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Something else")
    page.reload()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Something else")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Printer {marker}")


def test_previous_and_next_follow_the_list(page: Page, http: httpx.Client, marker: str) -> None:
    made = [
        http.post("/api/tickets/", json={"title": f"{name} {marker}", "description": "x"}).json()["id"]
        for name in ("Third", "Second", "First")
    ]
    page.goto(f"/tickets/{made[1]}?search={marker}")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"Second {marker}")
    page.get_by_role("button", name="Next ticket").click()
    expect(heading).to_have_text(f"Third {marker}")
    expect(page).to_have_url(re.compile(f"search={marker}"))
    expect(page.get_by_role("button", name="Next ticket")).to_be_disabled()
    expect(page.get_by_role("button", name="Next ticket")).to_have_attribute(
        "title", "This is the last ticket in the list"
    )
    page.keyboard.press("p")
    expect(heading).to_have_text(f"Second {marker}")
    page.keyboard.press("p")
    expect(heading).to_have_text(f"First {marker}")
    page.keyboard.press("n")
    expect(heading).to_have_text(f"Second {marker}")


def test_the_next_key_works_as_soon_as_the_ticket_is_rendered(page: Page, http: httpx.Client, marker: str) -> None:
    names = ("Third", "Second", "First")
    made = [
        http.post("/api/tickets/", json={"title": f"{name} {marker}", "description": "x"}).json()["id"]
        for name in names
    ]
    page.goto(f"/tickets/{made[0]}?search={marker}")
    expect(page.get_by_role("button", name="Previous ticket")).to_be_enabled()
    # The key is pressed by a MutationObserver, before the next paint.
    page.evaluate(
        """number => new MutationObserver((_, observer) => {
            if (!document.querySelector(`section[aria-label="Ticket #${number}"]`)) return
            observer.disconnect()
            document.dispatchEvent(new KeyboardEvent("keydown", { key: "p", bubbles: true, cancelable: true }))
        }).observe(document.body, { subtree: true, childList: true, attributes: true })""",
        made[1],
    )
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"First {marker}")


def test_without_a_clipboard_the_link_is_shown_selected(page: Page, served: Served, ticket: int) -> None:
    # As on an address without TLS, other than loopback.
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")
    page.goto(f"/tickets/{ticket}?status=open")
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_label(re.compile("The link is selected"))
    expect(field).to_be_focused()
    expect(field).to_have_value(f"{served.url}/tickets/{ticket}")
    assert page.evaluate("getSelection().toString()") == f"{served.url}/tickets/{ticket}"


def test_the_print_layout(page: Page, http: httpx.Client, ticket: int, marker: str) -> None:
    http.post(f"/api/tickets/{ticket}/notes/", json={"text": "Called them.", "author": "Ines"})
    page.goto(f"/tickets/{ticket}")
    expect(timeline(page).last).to_contain_text("Called them.")
    page.emulate_media(media="print")
    paper = page.get_by_role("article")
    for shown in (
        paper.get_by_role("heading", level=1, name=f"Printer {marker}"),
        page.get_by_text(f"#{ticket}", exact=True),
        paper.get_by_text("The printer stays dark."),
        paper.get_by_text("Note by Ines"),
        paper.get_by_text("Ticket created"),
        paper.get_by_text("Not given"),
    ):
        expect(shown).to_be_visible()
    for hidden in (
        page.get_by_role("banner"),
        page.get_by_role("list", name="Tickets"),
        page.get_by_role("textbox"),
        page.get_by_role("button"),
        page.get_by_role("link", name="Queue"),
    ):
        expect(hidden).to_have_count(0)
    # While the text is being edited, the printout shows the saved text.
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Edit title and description").click()
    page.get_by_label("Title", exact=True).fill("Unsaved")
    page.emulate_media(media="print")
    expect(paper.get_by_role("heading", level=1, name=f"Printer {marker}")).to_be_visible()
    expect(paper.get_by_role("region", name="Description")).to_contain_text("The printer stays dark.")
    expect(page.get_by_role("textbox")).to_have_count(0)


def timeline(page: Page) -> Locator:
    return page.get_by_role("region", name="History and notes").get_by_role("listitem")


FIRST_TEXT = "The printer stays dark. " * 20


@pytest.fixture
def long_history(http: httpx.Client, marker: str) -> int:
    ticket = int(http.post("/api/tickets/", json={"title": marker, "description": FIRST_TEXT}).json()["id"])
    address = f"/api/tickets/{ticket}/"
    for number in range(110):
        http.patch(address, json={"status": "closed" if number % 2 == 0 else "open"}).raise_for_status()
    http.patch(address, json={"description": "It works again."}).raise_for_status()
    return ticket


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_keyboard_keeps_its_place_in_a_long_history(page: Page, http: httpx.Client, long_history: int) -> None:
    page.goto(f"/tickets/{long_history}")
    button = page.get_by_role("button", name="Show earlier entries")
    button.focus()
    page.keyboard.press("Enter")
    expect(timeline(page)).to_have_count(100)
    assert focused(page) == "Show earlier entries"
    page.keyboard.press("Enter")
    expect(timeline(page)).to_have_count(112)
    expect(button).to_have_count(0)
    assert focused(page) == "History and notes"
    expect(page.get_by_role("heading", name="History and notes")).to_be_in_viewport()
    # An entry that arrives pushes none of those that were loaded out.
    http.patch(f"/api/tickets/{long_history}/", json={"priority": "critical"}).raise_for_status()
    expect(timeline(page)).to_have_count(113, timeout=60_000)
    summary = timeline(page).locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "Show the whole text"
    page.keyboard.press("Enter")
    expect(timeline(page).locator(".ticket-text")).to_have_text(FIRST_TEXT)
    assert focused(page) == "Show less"
    gap = """() => document.querySelector('details + .timeline-when').getBoundingClientRect().top
        - document.querySelector('.timeline details .button').getBoundingClientRect().bottom"""
    assert page.evaluate(gap) >= 4
