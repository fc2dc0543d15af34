"""One ticket: beside the queue, long, with notes, being edited, loading, missing, failed, and with an edit conflict."""

from playwright.sync_api import Page, expect

from tests.e2e.states import responses
from tests.e2e.states.queue import RETRY_TIMEOUT, rows
from tests.e2e.states.state import State, World


def from_the_queue(page: Page, world: World | None = None) -> None:
    page.goto("/")
    # A screenshot shows a ticket in the middle of the list. The tests' server may have only one.
    rows(page).nth(5 if world is None else 0).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("region", name="History")).to_be_visible()


def long(page: Page, world: World) -> None:
    page.goto(f"/tickets/{world.long_ticket}")
    expect(page.get_by_role("region", name="History")).to_be_visible()


def history(page: Page, world: World) -> None:
    long(page, world)
    page.locator("details summary").first.click()
    page.get_by_role("region", name="History").evaluate("it => it.scrollIntoView({block: 'end'})")


def loading(page: Page, world: World) -> None:
    responses.hold(page, responses.ONE_TICKET)
    page.goto(f"/tickets/{world.long_ticket}")
    expect(page.get_by_label("Loading the ticket")).to_be_visible()


def missing(page: Page, world: World) -> None:
    page.goto("/tickets/999999999")
    expect(page.get_by_role("heading", name="Ticket not found")).to_be_visible()


def failed(page: Page, world: World) -> None:
    responses.fail(page, responses.ONE_TICKET)
    page.goto(f"/tickets/{world.long_ticket}")
    expect(page.get_by_role("alert")).to_be_visible(timeout=RETRY_TIMEOUT)


def conflict(page: Page, world: World) -> None:
    number = world.create("Two people want this one", priority="low")
    page.goto(f"/tickets/{number}")
    status = page.get_by_role("article").get_by_label("Status", exact=True)
    expect(status).to_be_visible()
    world.change(number, status="resolved", priority="high")
    status.select_option("in_progress")
    expect(page.get_by_role("alert")).to_be_visible()


def notes(page: Page, world: World) -> None:
    number = world.create("The projector in the hall", "It stays dark. See https://help.example/projectors.")
    world.note(number, "Called the caretaker, who looks at it tomorrow.\nhttps://help.example/lamps", author="Ines")
    world.change(number, status="in_progress")
    world.note(number, "The lamp was at its end. " * 12)
    page.goto(f"/tickets/{number}")
    expect(page.get_by_text("Called the caretaker")).to_be_visible()


def note_failed(page: Page, world: World) -> None:
    notes(page, world)
    responses.disconnect(page, "**/notes/")
    page.get_by_label("Note", exact=True).fill("It works again.")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("alert").scroll_into_view_if_needed()


def editing(page: Page, world: World) -> None:
    long(page, world)
    page.get_by_role("button", name="Edit title and description").click()
    expect(page.get_by_label("Title", exact=True)).to_be_focused()


def discarding(page: Page, world: World) -> None:
    editing(page, world)
    page.get_by_label("Title", exact=True).fill("Something else")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_visible()


def edit_conflict(page: Page, world: World) -> None:
    """Two people changed title and description, and the second one has to choose."""
    number = world.create("Two people write this one", "It happens every morning.\n\nAlways at nine.")
    page.goto(f"/tickets/{number}")
    page.get_by_role("button", name="Edit title and description").click()
    page.get_by_label("Title", exact=True).fill("Two people write this one, and I was slower")
    page.get_by_role("textbox", name="Description").fill("It happens every morning but Sundays.\n\nAlways at nine.")
    world.change(number, title="Somebody was faster", description="It happens every morning.\n\nAlways at ten.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()


def copied_manually(page: Page, world: World) -> None:
    """As without TLS, where the clipboard API is missing."""
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")
    long(page, world)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("dialog")).to_be_visible()


STATES = (
    State("ticket", from_the_queue, every_width=True),
    State("ticket-conflict", conflict, logs_errors=True),
    State("ticket-edit-conflict", edit_conflict, logs_errors=True),
    State("ticket-copied-manually", copied_manually),
    State("ticket-discarding", discarding),
    State("ticket-editing", editing),
    State("ticket-failed", failed, logs_errors=True),
    State("ticket-history", history),
    State("ticket-loading", loading),
    State("ticket-long", long, every_width=True),
    State("ticket-missing", missing, logs_errors=True),
    State("ticket-note-failed", note_failed, logs_errors=True),
    State("ticket-notes", notes),
)
