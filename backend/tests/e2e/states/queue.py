"""The queue: full, filtered, searched, with new tickets, empty, without matches, loading, failed, offline."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.states import responses
from tests.e2e.states.state import State, World
from tests.e2e.waiting import until_selectable

# The page retries twice, with a delay before each retry.
RETRY_TIMEOUT = 20_000


def full(page: Page, world: World) -> None:
    page.goto("/")
    expect(rows(page).first).to_be_visible()


def with_focus(page: Page, world: World) -> None:
    full(page, world)
    for _ in range(3):
        page.keyboard.press("j")
    expect(page.locator(".row-link:focus")).to_be_visible()


def filtered(page: Page, world: World) -> None:
    page.goto("/?status=open&status=in_progress&priority=high&priority=critical")
    expect(rows(page).first).to_be_visible()


def searched(page: Page, world: World) -> None:
    page.goto("/?search=attendance+export")
    expect(rows(page).first).to_be_visible()


def no_longer_matching(page: Page, world: World) -> None:
    number = world.create("The projector in room 4 stays dark", status="open")
    page.goto("/?status=open")
    row = page.locator(f'[data-ticket="{number}"]')
    row.get_by_role("combobox").select_option("closed")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def selected(page: Page, world: World) -> None:
    for title in ("The lift stops between floors", "No sound in room 2", "The badge printer is out of ribbon"):
        world.create(title)
    full(page, world)
    until_selectable(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    expect(page.get_by_role("group", name="Selected tickets")).to_contain_text("3 selected")


def selected_menu(page: Page, world: World) -> None:
    selected(page, world)
    page.get_by_role("group", name="Selected tickets").get_by_role("button", name="Priority").click()
    expect(page.get_by_role("menuitem", name="Critical")).to_be_focused()


def linked(page: Page, world: World) -> None:
    """The filters of a link from the dashboard."""
    world.create("Charged twice for March", "Please refund one of the two payments.")
    page.goto("/?created_from=2020-01-01&created_to=2099-12-31&source=keywords&outcome=unreviewed&sort=priority")
    expect(page.get_by_role("button", name="Remove filter: Suggested by keywords")).to_be_visible()
    expect(rows(page).first).to_be_visible()


def with_new_tickets(page: Page, world: World) -> None:
    full(page, world)
    world.create("The heating in the archive is off")
    page.evaluate("window.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("button", name="new ticket").last).to_be_visible()


def search_stopped(page: Page, world: World) -> None:
    responses.modify(page, responses.TICKETS, lambda body: body.update(search_limited=True, next="/?cursor=abc"))
    page.goto("/?search=attendance")
    expect(page.get_by_role("heading", name="The search stopped early")).to_be_visible()


def views(page: Page, world: World) -> None:
    full(page, world)
    page.get_by_role("button", name="Save and edit views").click()
    page.get_by_label("Save current filters as").fill("Everything, as it comes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_be_visible()


def refetching(page: Page, world: World) -> None:
    full(page, world)
    responses.hold(page, responses.TICKETS)
    page.get_by_role("button", name="Open").first.click()
    expect(page.locator(".progress span")).to_be_visible()


def empty(page: Page, world: World) -> None:
    page.goto(world.empty.url)
    expect(page.get_by_role("heading", name="The queue is empty")).to_be_visible()


def nothing_matches(page: Page, world: World) -> None:
    page.goto("/?status=closed&search=nothing-has-this")
    expect(page.get_by_role("heading", name="No ticket matches")).to_be_visible()


def search_refused(page: Page, world: World) -> None:
    page.goto("/?search=one+two+three+four+five+six+seven+eight+nine+ten+eleven")
    expect(page.get_by_role("alert")).to_be_visible()


def loading(page: Page, world: World) -> None:
    responses.hold(page, responses.TICKETS)
    page.goto("/")
    expect(page.get_by_label("Loading tickets")).to_be_visible()


def failed(page: Page, world: World) -> None:
    responses.fail(page, responses.TICKETS)
    page.goto("/")
    expect(page.get_by_role("alert")).to_be_visible(timeout=RETRY_TIMEOUT)


def offline(page: Page, world: World) -> None:
    responses.disconnect(page)
    page.goto("/")
    expect(page.get_by_role("alert").first).to_be_visible(timeout=RETRY_TIMEOUT)


def next_page_failed(page: Page, world: World) -> None:
    responses.modify(page, responses.TICKETS, lambda body: body.update(next="http://desk.invalid/?cursor=abc"))
    responses.fail(page, responses.MORE_TICKETS)
    full(page, world)
    rows(page).last.scroll_into_view_if_needed()
    expect(page.get_by_text("The next tickets could not be loaded.")).to_be_visible(timeout=RETRY_TIMEOUT)


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Tickets").get_by_role("listitem")


STATES = (
    State("queue", full, every_width=True),
    State("queue-offline", offline, logs_errors=True),
    State("queue-empty", empty),
    State("queue-failed", failed, logs_errors=True),
    State("queue-filtered", filtered),
    State("queue-focus", with_focus),
    State("queue-linked", linked),
    State("queue-loading", loading),
    State("queue-next-page-failed", next_page_failed, logs_errors=True),
    State("queue-new-tickets", with_new_tickets),
    State("queue-no-longer-matching", no_longer_matching),
    State("queue-nothing-matches", nothing_matches),
    State("queue-refetching", refetching),
    State("queue-search-refused", search_refused, logs_errors=True),
    State("queue-search-stopped", search_stopped),
    State("queue-searched", searched),
    State("queue-selected", selected, every_width=True),
    State("queue-selected-menu", selected_menu),
    State("queue-views", views),
)
