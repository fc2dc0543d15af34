"""The pages respect the user preferences forced-colors and prefers-reduced-motion."""

import pytest
from playwright.sync_api import Locator, Page, expect

from testing.serving import Served
from tests.e2e.states.queue import rows
from tests.e2e.states.state import create_ticket


@pytest.fixture
def ticket(served: Served, marker: str) -> int:
    for number in range(3):
        last = create_ticket(served, f"{marker} {number}", "The lights are out.", priority="critical", status="open")
    return last


def style(it: Locator, *names: str, pseudo: str = "") -> dict[str, str]:
    """Computed style values; with forced colours these are the painted ones."""
    found: dict[str, str] = it.evaluate(
        """(it, [names, pseudo]) => {
          const style = getComputedStyle(it, pseudo || null)
          return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]))
        }""",
        [names, pseudo],
    )
    return found


@pytest.fixture
def forced(page: Page) -> Page:
    page.emulate_media(forced_colors="active")
    return page


def test_with_forced_colours_pressed_chips_and_the_current_row_are_distinct(
    forced: Page, ticket: int, marker: str
) -> None:
    forced.goto(f"/?search={marker}&status=open")
    expect(rows(forced)).to_have_count(3)
    chips = forced.locator(".chip")
    edge = ("border-top-width", "border-top-color")
    pressed, other = (
        style(chips.and_(forced.locator(f'[aria-pressed="{it}"]')).first, *edge) for it in ("true", "false")
    )
    assert pressed != other
    assert pressed["border-top-color"] != style(forced.locator("body"), "background-color")["background-color"]

    rows(forced).first.get_by_role("link").click()
    current = forced.locator(".row:has([aria-current=page])")
    expect(current).to_have_count(1)
    mark = style(current, "background-color", "width", pseudo="::before")
    assert mark["width"] != "auto"
    assert mark["background-color"] != style(current, "background-color")["background-color"]


def test_with_forced_colours_the_current_tab_and_the_chosen_scheme_are_marked(forced: Page) -> None:
    forced.goto("/dashboard")
    tabs = forced.locator(".app-header nav a")
    assert style(tabs.nth(1), "border-bottom-width") != style(tabs.nth(0), "border-bottom-width")
    forced.get_by_role("button", name="Preferences").click()
    chosen, other = (forced.locator(f".segments input{it} + span").first for it in (":checked", ":not(:checked)"))
    assert style(chosen, "border-top-width") != style(other, "border-top-width")


def test_with_forced_colours_the_focus_is_visible(forced: Page, ticket: int, marker: str) -> None:
    forced.goto(f"/?search={marker}")
    expect(rows(forced)).to_have_count(3)
    forced.keyboard.press("j")
    ring = style(forced.locator(".row-link:focus"), "outline-style", "outline-width", pseudo="::after")
    assert ring == {"outline-style": "solid", "outline-width": "2px"}
    for address, name in (("/new", "Title"), (f"/tickets/{ticket}", "Status")):
        forced.goto(address)
        expect(forced.get_by_role("heading", level=1)).to_be_visible()
        field = forced.get_by_role("main").get_by_label(name, exact=True).last
        # :focus-visible needs a keyboard event.
        forced.keyboard.press("Tab")
        field.focus()
        assert style(field, "outline-style")["outline-style"] == "solid"


def test_with_forced_colours_buttons_and_bars_have_edges(forced: Page, ticket: int) -> None:
    forced.goto("/new")
    button = style(
        forced.get_by_role("button", name="Submit ticket"), "border-top-width", "border-top-color", "background-color"
    )
    assert button["border-top-width"] != "0px"
    assert button["border-top-color"] != button["background-color"]
    forced.goto("/dashboard")
    expect(forced.get_by_role("table", name="By priority")).to_be_visible()
    ground, fill = (style(forced.locator(it).first, "fill")["fill"] for it in (".bar-ground", ".bar-fill"))
    assert ground != fill


ANIMATED = """() => [...document.querySelectorAll('*')].flatMap((it) => ['', '::before', '::after'].flatMap((part) => {
  const style = getComputedStyle(it, part || null)
  const longest = (names) => Math.max(...names.flatMap((name) => style[name].split(',').map(parseFloat)))
  const animated = style.animationName !== 'none' && longest(['animationDuration']) > 0.01
  return animated || longest(['transitionDuration', 'transitionDelay']) > 0.01 ? [`${it.className} ${part}`] : []
}))"""


def test_with_reduced_motion_nothing_is_animated(page: Page, ticket: int) -> None:
    page.goto("/")
    expect(rows(page).first).to_be_visible()
    # The control: without the preference something is animated.
    assert page.evaluate(ANIMATED) != []
    page.emulate_media(reduced_motion="reduce")
    for address in ("/", f"/tickets/{ticket}", "/new", "/dashboard"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate(ANIMATED) == []
    page.goto(f"/tickets/{ticket}")
    page.get_by_role("article").get_by_label("Status", exact=True).select_option("resolved")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate(ANIMATED) == []
