"""The dashboard: full, empty, loading, failed."""

from playwright.sync_api import Page, expect

from tests.e2e.states import responses
from tests.e2e.states.queue import RETRY_TIMEOUT
from tests.e2e.states.state import State, World


def full(page: Page, world: World) -> None:
    page.goto("/dashboard")
    expect(page.get_by_role("table", name="By priority")).to_be_visible()


def empty(page: Page, world: World) -> None:
    page.goto(f"{world.empty.url}/dashboard")
    expect(page.get_by_role("heading", name="No figures yet")).to_be_visible()


def loading(page: Page, world: World) -> None:
    responses.hold(page, responses.STATS)
    page.goto("/dashboard")
    expect(page.get_by_label("Loading the figures")).to_be_visible()


def failed(page: Page, world: World) -> None:
    responses.fail(page, responses.STATS)
    page.goto("/dashboard")
    expect(page.get_by_role("alert")).to_be_visible(timeout=RETRY_TIMEOUT)


STATES = (
    State("dashboard", full, every_width=True),
    State("dashboard-empty", empty),
    State("dashboard-failed", failed, logs_errors=True),
    State("dashboard-loading", loading),
)
