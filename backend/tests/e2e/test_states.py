"""Each page in each state: no accessibility finding, light and dark, wide and narrow; nothing cut off down to 320."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from testing.serving import Served, serving
from tests.e2e.page_errors import complaints_of
from tests.e2e.states import STATES, State, World, responses
from tests.e2e.states.state import world

STANDARD = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# The rules that look at colours: of all that axe asks, only their answers can differ between the schemes.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (("light", STANDARD), ("dark", COLOURS))
WIDTHS = (1280, 360)
# Words in an open dialog that go on beyond its edge, where nobody can read them; a field scrolls by itself.
CUT_OFF = """() => {
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
# Half and a quarter of 1280: a window of that width zoomed to 200 and 400 % (WCAG 1.4.10).
ZOOMED = (640, 320)


@pytest.fixture(scope="module")
def tickets(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with serving(tmp_path_factory.mktemp("empty")) as empty:
        yield world(served, empty)


@pytest.fixture(scope="module")
def visitor(browser: Browser, tickets: World) -> Iterator[BrowserContext]:
    """One for all states, as its cache makes each page after the first cheap."""
    with browser.new_context(base_url=tickets.desk.url, reduced_motion="reduce", locale="en-GB") as context:
        yield context


@pytest.mark.parametrize("state", [it for it in STATES if it.judged], ids=lambda state: state.name)
def test_a_state_is_accessible(visitor: BrowserContext, tickets: World, state: State) -> None:
    page = visitor.new_page()
    try:
        complaints = complaints_of(page, tickets.desk.url, tickets.empty.url)
        _resize(page, WIDTHS[0])
        state.reach(page, tickets)
        for width in WIDTHS:
            _resize(page, width)
            for scheme, rules in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
                assert found.violations_count == 0, f"{width} px, {scheme}\n{found.generate_report()}"
            assert page.evaluate(CUT_OFF) == [], f"{width} px"
        for width in ZOOMED if state.ours else ():
            _resize(page, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{width} px"
        assert state.noisy or complaints == []
    finally:
        responses.let_go()
        page.close()


def _resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
