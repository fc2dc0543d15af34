"""Takes the pictures of `make screenshots`: each state light and dark, wide and narrow, and one page that shows all."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from testing.chromium import launch_arguments
from testing.serving import Served, serving
from tests.e2e.contact_sheet import contact_sheet
from tests.e2e.states import STATES, State, World, responses
from tests.e2e.states.state import world
from tests.e2e.states.ticket import from_the_queue

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Width and height of the window. On the narrow ones the page itself scrolls, and the picture shows more of it.
WINDOWS, MORE_WINDOWS = ((1280, 800), (360, 740)), ((1920, 1080), (768, 1024))
LONGEST = 1800


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name, _browser() as browser:
        if arguments == ["readme"]:
            _readme(browser, Path(name))
        else:
            _states(browser, Path(name), arguments)


def _states(browser: Browser, place: Path, arguments: list[str]) -> None:
    with _world(place) as tickets:
        folder = Path(os.environ["SCREENSHOTS"])
        folder.mkdir(parents=True, exist_ok=True)
        wanted = [it for it in STATES if not arguments or it.name.startswith(tuple(arguments))]
        for state in wanted:
            for old in folder.glob(f"{state.name}-[0-9]*.png"):
                old.unlink()
            begun = time.monotonic()
            _take(browser, tickets, state, folder)
            sys.stdout.write(f"  {state.name:<28} {time.monotonic() - begun:.1f} s\n")
            sys.stdout.flush()
        sys.stdout.write(f"\n{contact_sheet(folder)}\n")


def _take(browser: Browser, tickets: World, state: State, folder: Path) -> None:
    for width, height in (*WINDOWS, *(MORE_WINDOWS if state.main else ())):
        with _page(browser, tickets.desk, width, height) as page:
            state.reach(page, tickets)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                _picture(page, folder / f"{state.name}-{width:04}-{scheme}.png", width, height)
            responses.let_go()


def _picture(page: Page, path: Path, width: int, height: int) -> None:
    whole = int(page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": width, "height": min(max(whole, height), LONGEST)}
    at_top = not page.evaluate("scrollY")
    page.screenshot(path=path, full_page=at_top, **({"clip": clip} if at_top else {}))  # type: ignore[arg-type]


def _readme(browser: Browser, place: Path) -> None:
    """The queue of the demonstration with a ticket beside it, as the README shows it in either scheme."""
    folder = Path(__file__).parents[3] / "docs" / "images"
    with serving(place, "load_demo") as desk, _page(browser, desk, 1280, 800) as page:
        from_the_queue(page)
        # The click left it over another row, which would look pointed at.
        page.mouse.move(0, 0)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.screenshot(path=folder / f"queue-{scheme}.png")


@contextmanager
def _page(browser: Browser, desk: Served, width: int, height: int) -> Iterator[Page]:
    with browser.new_context(
        base_url=desk.url, viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en-GB"
    ) as context:
        yield context.new_page()


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        yield browser
        browser.close()


@contextmanager
def _world(folder: Path) -> Iterator[World]:
    for name in ("desk", "empty"):
        (folder / name).mkdir()
    with serving(folder / "desk", "load_demo") as desk, serving(folder / "empty") as empty:
        yield world(desk, empty)


if __name__ == "__main__":
    main(sys.argv[1:])
