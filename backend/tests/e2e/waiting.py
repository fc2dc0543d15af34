"""Waits for conditions that Playwright's expectations do not cover."""

from playwright.sync_api import Locator, Page, expect


def until_selectable(page: Page) -> None:
    """Wait until the code of the selection keys is loaded, which adds a status region for the selection.

    An idle network is no proof: on a busy machine there may be a pause between two files.
    """
    expect(page.locator(".queue > p[role=status]")).to_have_count(2)


def at_rest(it: Locator) -> Locator:
    """The element, once its position is stable for five frames: rows above are rendered, and scrolling has ended."""
    it.evaluate(
        """it => new Promise((done) => {
          let before = '', still = 0
          const look = () => {
            const { x, y, width, height } = it.getBoundingClientRect()
            const now = [x, y, width, height].join()
            still = now === before ? still + 1 : 0
            before = now
            if (still === 5) done()
            else requestAnimationFrame(look)
          }
          look()
        })"""
    )
    return it
