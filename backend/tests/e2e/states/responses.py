"""Answers that a healthy server never gives: late ones, failures, none at all."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route

# Patterns for page.route.
TICKETS = re.compile(r"/api/tickets/(\?|$)")
MORE_TICKETS = re.compile(r"/api/tickets/\?.*cursor=")
ONE_TICKET = re.compile(r"/api/tickets/\d+/$")
CLASSIFY = "**/api/tickets/classify/"
STATS = "**/api/tickets/stats/"
TRIAGE = "**/api/triage/status/"

Pattern = str | re.Pattern[str]


_held: list[Route] = []


def never(page: Page, pattern: Pattern) -> None:
    """The answer is on its way until `let_go`."""
    page.route(pattern, lambda route: _held.append(route))


def let_go() -> None:
    """Ends what `never` holds; to be called before the page is closed."""
    while _held:
        _held.pop().abort()


def fails(page: Page, pattern: Pattern, status: int = 500) -> None:
    page.route(pattern, lambda route: route.fulfill(status=status, json={"detail": "Server error."}))


def cut_off(page: Page, pattern: Pattern = "**/api/**") -> None:
    """As when the machine is off or the cable is out."""
    page.route(pattern, lambda route: route.abort("connectionrefused"))


def altered(page: Page, pattern: Pattern, change: Callable[[Any], None]) -> None:
    """The server's own answer with something in it changed, so that it cannot drift from what the server says."""

    def answer(route: Route) -> None:
        real = route.fetch()
        body = real.json()
        change(body)
        route.fulfill(response=real, json=body)

    page.route(pattern, answer)
