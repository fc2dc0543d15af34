"""The queue: full, filtered, searched, with news, empty in two ways, on its way, failed, cut off."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.states import answers
from tests.e2e.states.state import State, World

# The page itself asks twice more before it gives up, with a pause before each.
PATIENCE = 20_000


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
    number = world.file("The projector in room 4 stays dark", status="open")
    page.goto("/?status=open")
    row = page.locator(f'[data-ticket="{number}"]')
    row.get_by_role("combobox").select_option("closed")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def selected(page: Page, world: World) -> None:
    for title in ("The lift stops between floors", "No sound in room 2", "The badge printer is out of ribbon"):
        world.file(title)
    full(page, world)
    page.wait_for_load_state("networkidle")  # the keys that select are fetched after the list
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
    """As a figure of the dashboard leads here."""
    world.file("Charged twice for March", "Please refund one of the two payments.")
    page.goto("/?created_from=2020-01-01&created_to=2099-12-31&source=keywords&outcome=unreviewed&sort=priority")
    expect(page.get_by_role("button", name="Remove filter: Suggested by keywords")).to_be_visible()
    expect(rows(page).first).to_be_visible()


def with_news(page: Page, world: World) -> None:
    full(page, world)
    world.file("The heating in the archive is off")
    page.evaluate("window.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("button", name="new ticket").last).to_be_visible()


def search_stopped(page: Page, world: World) -> None:
    answers.altered(page, answers.TICKETS, lambda body: body.update(search_limited=True, next="/?cursor=abc"))
    page.goto("/?search=attendance")
    expect(page.get_by_role("heading", name="The search stopped early")).to_be_visible()


def views(page: Page, world: World) -> None:
    full(page, world)
    page.get_by_role("button", name="Save and edit views").click()
    page.get_by_label("Save current filters as").fill("Everything, as it comes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_be_visible()


def other_rows_on_their_way(page: Page, world: World) -> None:
    full(page, world)
    answers.never(page, answers.TICKETS)
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
    answers.never(page, answers.TICKETS)
    page.goto("/")
    expect(page.get_by_label("Loading tickets")).to_be_visible()


def failed(page: Page, world: World) -> None:
    answers.fails(page, answers.TICKETS)
    page.goto("/")
    expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)


def cut_off(page: Page, world: World) -> None:
    answers.cut_off(page)
    page.goto("/")
    expect(page.get_by_role("alert").first).to_be_visible(timeout=PATIENCE)


def more_failed(page: Page, world: World) -> None:
    answers.altered(page, answers.TICKETS, lambda body: body.update(next="http://desk.invalid/?cursor=abc"))
    answers.fails(page, answers.MORE_TICKETS)
    full(page, world)
    rows(page).last.scroll_into_view_if_needed()
    expect(page.get_by_text("The next tickets could not be loaded.")).to_be_visible(timeout=PATIENCE)


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Tickets").get_by_role("listitem")


STATES = (
    State("queue", full, main=True),
    State("queue-cut-off", cut_off, noisy=True),
    State("queue-empty", empty),
    State("queue-failed", failed, noisy=True),
    State("queue-filtered", filtered),
    State("queue-focus", with_focus),
    State("queue-linked", linked),
    State("queue-loading", loading),
    State("queue-more-failed", more_failed, noisy=True),
    State("queue-news", with_news),
    State("queue-no-longer-matching", no_longer_matching),
    State("queue-nothing-matches", nothing_matches),
    State("queue-other-rows-coming", other_rows_on_their_way),
    State("queue-search-refused", search_refused, noisy=True),
    State("queue-search-stopped", search_stopped),
    State("queue-searched", searched),
    State("queue-selected", selected, main=True),
    State("queue-selected-menu", selected_menu),
    State("queue-views", views),
)
