"""Every page in every state: no accessibility finding, light and dark, wide and narrow; no sideways scroll at 320."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.complaints import complaints_of
from tests.e2e.serving import Served, serving
from tests.e2e.states import STATES, State, World, answers
from tests.e2e.states.state import world

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# The narrowest at which nothing may scroll sideways (WCAG 1.4.10): also a window of 1280 zoomed to 400 %.
NARROWEST = 320


@pytest.fixture(scope="module")
def tickets(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with serving(tmp_path_factory.mktemp("empty")) as empty:
        yield world(served, empty)


@pytest.mark.parametrize("state", [it for it in STATES if it.judged], ids=lambda state: state.name)
def test_a_state_is_accessible(browser: Browser, tickets: World, state: State) -> None:
    for width in (1280, 360):
        with _page(browser, tickets, width) as page:
            complaints = complaints_of(page, tickets.desk.url, tickets.empty.url)
            state.reach(page, tickets)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                found = Axe().run(page, options=RULES)
                assert found.violations_count == 0, f"{width} px, {scheme}\n{found.generate_report()}"
            if state.ours:
                page.set_viewport_size({"width": NARROWEST, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
            assert state.noisy or complaints == []


@contextmanager
def _page(browser: Browser, tickets: World, width: int) -> Iterator[Page]:
    with browser.new_context(
        base_url=tickets.desk.url, viewport={"width": width, "height": 800}, reduced_motion="reduce", locale="en-GB"
    ) as context:
        yield context.new_page()
        answers.let_go()
