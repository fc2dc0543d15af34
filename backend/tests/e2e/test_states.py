"""Each state of each page: no accessibility violation, light and dark, wide and narrow; no overflow down to 320 px."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from testing.serving import Served, serving
from tests.e2e.page_errors import collect_page_errors
from tests.e2e.states import STATES, State, World, responses
from tests.e2e.states.state import make_world

STANDARD = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# The rules about colours. Only their results can differ between the schemes.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (("light", STANDARD), ("dark", COLOURS))
WIDTHS = (1280, 360)
# Text that overflows an open dialog. Text fields scroll by themselves.
OVERFLOWING = """() => {
  const dialog = document.querySelector('dialog[open]')
  if (!dialog) return []
  const { left, right } = dialog.getBoundingClientRect()
  const walker = document.createTreeWalker(dialog, NodeFilter.SHOW_TEXT)
  const found = []
  while (walker.nextNode()) {
    const range = document.createRange()
    range.selectNodeContents(walker.currentNode)
    const box = range.getBoundingClientRect()
    if (box.width > 1 && (box.left < left - 1 || box.right > right + 1)) found.push(walker.currentNode.data)
  }
  return found
}"""
# 1280 px at 200 and 400 % zoom (WCAG 1.4.10).
ZOOMED = (640, 320)


@pytest.fixture(scope="module")
def world(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with serving(tmp_path_factory.mktemp("empty")) as empty:
        yield make_world(served, empty)


@pytest.fixture(scope="module")
def shared_context(browser: Browser, world: World) -> Iterator[BrowserContext]:
    """One browser context for all states, so that its cache is shared."""
    with browser.new_context(base_url=world.desk.url, reduced_motion="reduce", locale="en-GB") as context:
        yield context


@pytest.mark.parametrize("state", [it for it in STATES if it.checked_by_axe], ids=lambda state: state.name)
def test_a_state_is_accessible(shared_context: BrowserContext, world: World, state: State) -> None:
    page = shared_context.new_page()
    try:
        page_errors = collect_page_errors(page, world.desk.url, world.empty.url)
        _resize(page, WIDTHS[0])
        state.reach(page, world)
        for width in WIDTHS:
            _resize(page, width)
            for scheme, rules in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
                assert found.violations_count == 0, f"{width} px, {scheme}\n{found.generate_report()}"
            assert page.evaluate(OVERFLOWING) == [], f"{width} px"
        for width in ZOOMED if state.own_layout else ():
            _resize(page, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{width} px"
        assert state.logs_errors or page_errors == []
    finally:
        responses.abort_held()
        page.close()


def _resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
