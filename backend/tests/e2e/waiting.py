"""Waits for what Playwright's own expectations do not name."""

from playwright.sync_api import Locator, Page, expect


def until_selectable(page: Page) -> None:
    """Until the keys that select are there, which are fetched after the list: then it announces what is selected.

    That the network is idle says less: a busy machine may take its time between two files.
    """
    expect(page.locator(".queue > p[role=status]")).to_have_count(2)


def at_rest(it: Locator) -> Locator:
    """The element, once it has stood still for five frames: rows above it are drawn, and scrolling has ended."""
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
