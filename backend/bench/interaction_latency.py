"""Interaction latency of the queue: from an input event to the next paint, with many rows and with one.

From Chromium's Event Timing API, which has a resolution of 8 ms and omits events under 16 ms; those count as 8 ms.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg2
from playwright.sync_api import Page, sync_playwright

from bench.load_generator import Samples
from bench.options import Options
from bench.table import Result
from bench.targets import at_most
from testing.chromium import launch_arguments
from testing.serving import serving

ROWS = 500
TARGET_MS = 100
UNREPORTED_MS = 8
FILL = """
INSERT INTO tickets_ticket (title, description, category, priority)
SELECT 'Ticket ' || n, repeat('The scanner on the ward beeps and takes no more labels. ', 5), 'technical', 'low'
  FROM generate_series(1, %s) AS n
"""
OBSERVE = """
    window.slowest = {}
    new PerformanceObserver((list) => {
      for (const { interactionId: id, duration } of list.getEntries())
        if (id) window.slowest[id] = Math.max(duration, window.slowest[id] ?? 0)
    }).observe({ type: 'event', durationThreshold: 16, buffered: true })
"""
# Two frames and a pause: event timing is reported after the frame, and the response has to be rendered, too.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150))))"

Action = Callable[[Page], None]


def rows(options: Options) -> Iterator[Result]:
    """Each interaction with many rows, compared with one row."""
    times = max(4, int(options.seconds * 6))
    with tempfile.TemporaryDirectory(prefix="quietdesk-bench-") as folder, serving(Path(folder)) as desk:
        _fill(desk.database, 1)
        single = _interactions(desk.url, 1, times)
        _fill(desk.database, ROWS - 1)
        many = _interactions(desk.url, ROWS, times)
    for name, samples in many.items():
        row = Result.of(f"interactions: {name}, {ROWS} rows", samples, against=single[name])
        yield Result.of(f"interactions: {name}, 1 row", single[name])
        yield replace(row, target=at_most(TARGET_MS, "ms p99", row.p99))


def _interactions(url: str, count: int, times: int) -> dict[str, Samples]:
    samples: dict[str, Samples] = {}
    for name, act in INTERACTIONS.items():
        with _queue(url, count) as page:
            samples[name] = _measured(page, act, times)
    return samples


def _measured(page: Page, act: Action, times: int) -> Samples:
    """The longest event of each repetition."""
    samples = Samples()
    for _ in range(times):
        page.evaluate("window.slowest = {}")
        act(page)
        page.evaluate(SETTLED)
        longest = page.evaluate("Math.max(0, ...Object.values(window.slowest))")
        samples.add((longest or UNREPORTED_MS) / 1000, ok=True)
    return samples


@contextmanager
def _queue(url: str, count: int) -> Iterator[Page]:
    """The queue in Chromium, with `count` rows loaded and the first one focused."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**launch_arguments())
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(OBSERVE)
        page.goto(url)
        links = page.locator(".row-link")
        links.first.wait_for()
        while (shown := links.count()) < count:
            links.last.scroll_into_view_if_needed()
            links.nth(shown).wait_for(state="attached")
        page.keyboard.press("j")
        page.evaluate(SETTLED)
        yield page
        chromium.close()


def _press_j_or_k(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("k")


def _toggle_a_filter(page: Page) -> None:
    """Switch a filter on and off; off shows all rows again."""
    chip = page.get_by_role("button", name="Low")
    for _ in range(2):
        chip.click()
        page.evaluate(SETTLED)


def _open_and_close_a_ticket(page: Page) -> None:
    page.keyboard.press("Enter")
    page.locator(".ticket-title").wait_for()
    page.evaluate(SETTLED)
    page.keyboard.press("Escape")
    page.locator(".ticket").wait_for(state="detached")


def _change_a_status(page: Page) -> None:
    row = page.locator(".row").first.get_by_role("combobox")
    page.keyboard.press("2" if row.input_value() == "open" else "1")


INTERACTIONS: dict[str, Action] = {
    "j and k": _press_j_or_k,
    "a filter on and off": _toggle_a_filter,
    "a ticket opened and closed": _open_and_close_a_ticket,
    "a status changed": _change_a_status,
}


def _fill(address: str, count: int) -> None:
    with closing(psycopg2.connect(address)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(FILL, [count])
