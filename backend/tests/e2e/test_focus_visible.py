"""The focused element is never hidden by sticky elements, whatever their height (WCAG 2.4.11)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from testing.serving import Served, serving
from tests.e2e.states.state import LONG_TEXT, create_ticket
from tests.e2e.waiting import until_selectable

ROWS = 30
# Three points of the focused element are hit-tested: near the top, the centre, and near the bottom. A row's link covers
# the whole row, and the controls in a row lie above it.
COVERED = """() => {
  const focused = document.activeElement
  const boxes = [...(focused.closest('.row-link')?.closest('.row') ?? focused).getClientRects()]
  const owner = focused.closest('.row') ?? focused
  const covered = boxes.map((box) => {
    const x = box.left + Math.min(box.width / 2, 40), points = [box.top + 3, box.top + box.height / 2, box.bottom - 3]
    return points.filter((y) => {
      const hit = document.elementFromPoint(x, y)
      return !hit || !(owner.contains(hit) || hit.contains(owner) && hit.matches('label'))
    }).map((y) => `${focused.outerHTML.slice(0, 90)} at ${Math.round(y)}: ${
      document.elementFromPoint(x, y)?.outerHTML.slice(0, 90) ?? 'outside the window'}`)
  })
  // A link of several lines may be higher than the viewport: one visible line is enough.
  return covered.some((it) => it.length === 0) ? [] : covered.flat()
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("focus")) as server:
        for number in range(ROWS):
            create_ticket(server, f"Row {number}", LONG_TEXT)
        yield server


# A desktop, one whose header takes a third of the height, a tablet in portrait, a phone, and a desktop at 400 % zoom.
@pytest.fixture(params=[(1280, 800), (1100, 460), (768, 600), (360, 640), (320, 256)], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser, desk: Served) -> Iterator[Page]:
    width, height = request.param
    with browser.new_context(
        base_url=desk.url, viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en-GB"
    ) as context:
        yield context.new_page()


def open_queue(page: Page, address: str = "/") -> None:
    page.goto(address)
    expect(page.get_by_role("list", name="Tickets").get_by_role("listitem")).to_have_count(ROWS)
    until_selectable(page)


def test_moving_down_and_up_with_j_and_k(page: Page) -> None:
    open_queue(page)
    for key in ["j"] * 15 + ["k"] * 14:
        page.keyboard.press(key)
        assert page.evaluate(COVERED) == [], key


def test_moving_down_and_up_with_tab(page: Page) -> None:
    open_queue(page)
    page.keyboard.press("j")
    for key in ["Tab"] * 30 + ["Shift+Tab"] * 30:
        page.keyboard.press(key)
        assert page.evaluate(COVERED) == [], key


def test_a_header_that_grows(page: Page) -> None:
    open_queue(page)
    # As with longer words of another language, or an error below the search field.
    page.locator(".queue-head").evaluate(
        "it => { it.append(document.createElement('p')); it.lastChild.style.height = '6rem' }"
    )
    # The header is measured before the next frame.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    for key in ["j"] * 15 + ["k"] * 14:
        page.keyboard.press(key)
        assert page.evaluate(COVERED) == [], key


def test_moving_through_a_long_ticket(page: Page) -> None:
    open_queue(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="History")).to_be_visible()
    for key in ["Tab"] * 12 + ["Shift+Tab"] * 12:
        page.keyboard.press(key)
        # After the last control the focus leaves the page for the browser, and the body is the active element.
        if page.evaluate("document.activeElement !== document.body"):
            assert page.evaluate(COVERED) == [], key


def test_the_selection_toolbar_hides_no_row(page: Page) -> None:
    open_queue(page)
    # Down to the bottom of the viewport, where the toolbar appears.
    for key in ["j"] * 12 + ["x"]:
        page.keyboard.press(key)
    expect(page.get_by_role("group", name="Selected tickets")).to_be_visible()
    # Its height is measured before the next frame.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate(COVERED) == [], "x"
    for key in ["j"] * 12 + ["k"] * 20 + ["Tab"] * 12 + ["Shift+Tab"] * 12:
        page.keyboard.press(key)
        assert page.evaluate(COVERED) == [], key
