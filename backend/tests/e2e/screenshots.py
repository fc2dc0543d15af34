"""`make screenshots`: each state in light and dark, wide and narrow, and a page that shows them all."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from testing.chromium import launch_arguments
from testing.serving import Served, serving
from tests.e2e.contact_sheet import contact_sheet
from tests.e2e.states import STATES, State, World, responses
from tests.e2e.states.state import make_world
from tests.e2e.states.ticket import from_the_queue

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Width and height of the viewport. Where the page itself scrolls, the screenshot is higher, up to MAX_HEIGHT.
VIEWPORTS, MORE_VIEWPORTS = ((1280, 800), (360, 740)), ((1920, 1080), (768, 1024))
MAX_HEIGHT = 1800


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name, _browser() as browser:
        if arguments == ["readme"]:
            _readme(browser, Path(name))
        else:
            _states(browser, Path(name), arguments)


def _states(browser: Browser, folder: Path, arguments: list[str]) -> None:
    with _world(folder) as world:
        output = Path(os.environ["SCREENSHOTS"])
        output.mkdir(parents=True, exist_ok=True)
        selected = [it for it in STATES if not arguments or it.name.startswith(tuple(arguments))]
        for state in selected:
            for old in output.glob(f"{state.name}-[0-9]*.png"):
                old.unlink()
            started = time.monotonic()
            _take(browser, world, state, output)
            sys.stdout.write(f"  {state.name:<28} {time.monotonic() - started:.1f} s\n")
            sys.stdout.flush()
        sys.stdout.write(f"\n{contact_sheet(output)}\n")


def _take(browser: Browser, world: World, state: State, folder: Path) -> None:
    for width, height in (*VIEWPORTS, *(MORE_VIEWPORTS if state.every_width else ())):
        with _page(browser, world.desk, width, height) as page:
            state.reach(page, world)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                _screenshot(page, folder / f"{state.name}-{width:04}-{scheme}.png", width, height)
            responses.abort_held()


def _screenshot(page: Page, path: Path, width: int, height: int) -> None:
    page_height = int(page.evaluate("document.documentElement.scrollHeight"))
    clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": min(max(page_height, height), MAX_HEIGHT)}
    at_top = not page.evaluate("scrollY")
    page.screenshot(path=path, full_page=at_top, clip=clip if at_top else None)


def _readme(browser: Browser, folder: Path) -> None:
    """The README's screenshots: the demo's queue with an open ticket, in light and dark."""
    images = Path(__file__).parents[3] / "docs" / "images"
    with serving(folder, "load_demo") as desk, _page(browser, desk, 1280, 800) as page:
        from_the_queue(page)
        # The pointer is over another row, which would show its hover style.
        page.mouse.move(0, 0)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.screenshot(path=images / f"queue-{scheme}.png")


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
        yield make_world(desk, empty)


if __name__ == "__main__":
    main(sys.argv[1:])
