"""One ticket: beside the queue, long, on its way, missing, failed, changed by two people at once."""

from playwright.sync_api import Page, expect

from tests.e2e.states import answers
from tests.e2e.states.queue import PATIENCE, rows
from tests.e2e.states.state import State, World


def from_the_queue(page: Page, world: World | None = None) -> None:
    page.goto("/")
    rows(page).nth(5).get_by_role("link").click()
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
    answers.never(page, answers.ONE_TICKET)
    page.goto(f"/tickets/{world.long_ticket}")
    expect(page.get_by_label("Loading the ticket")).to_be_visible()


def missing(page: Page, world: World) -> None:
    page.goto("/tickets/999999999")
    expect(page.get_by_role("heading", name="No such ticket")).to_be_visible()


def failed(page: Page, world: World) -> None:
    answers.fails(page, answers.ONE_TICKET)
    page.goto(f"/tickets/{world.long_ticket}")
    expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)


def conflict(page: Page, world: World) -> None:
    number = world.file("Two people want this one", priority="low")
    page.goto(f"/tickets/{number}")
    status = page.get_by_role("article").get_by_label("Status", exact=True)
    expect(status).to_be_visible()
    world.change(number, status="resolved", priority="high")
    status.select_option("in_progress")
    expect(page.get_by_role("alert")).to_be_visible()


STATES = (
    State("ticket", from_the_queue, main=True),
    State("ticket-conflict", conflict, noisy=True),
    State("ticket-failed", failed, noisy=True),
    State("ticket-history", history),
    State("ticket-loading", loading),
    State("ticket-long", long, main=True),
    State("ticket-missing", missing, noisy=True),
)
