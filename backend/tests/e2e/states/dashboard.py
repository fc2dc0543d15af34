"""The dashboard: full, of an empty desk, on its way, failed."""

from playwright.sync_api import Page, expect

from tests.e2e.states import responses
from tests.e2e.states.queue import PATIENCE
from tests.e2e.states.state import State, World


def full(page: Page, world: World) -> None:
    page.goto("/dashboard")
    expect(page.get_by_role("table", name="By priority")).to_be_visible()


def empty(page: Page, world: World) -> None:
    page.goto(f"{world.empty.url}/dashboard")
    expect(page.get_by_role("heading", name="No figures yet")).to_be_visible()


def loading(page: Page, world: World) -> None:
    responses.never(page, responses.STATS)
    page.goto("/dashboard")
    expect(page.get_by_label("Loading the figures")).to_be_visible()


def failed(page: Page, world: World) -> None:
    responses.fails(page, responses.STATS)
    page.goto("/dashboard")
    expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)


STATES = (
    State("dashboard", full, main=True),
    State("dashboard-empty", empty),
    State("dashboard-failed", failed, noisy=True),
    State("dashboard-loading", loading),
)
