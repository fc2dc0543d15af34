"""Intercepted responses: pending ones, failures, broken connections, and modified bodies."""

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
ME = "**/api/me/"
TRIAGE = "**/api/triage/status/"

Pattern = str | re.Pattern[str]


_held: list[Route] = []


def hold(page: Page, pattern: Pattern) -> None:
    """Keep the response pending until `abort_held`."""
    page.route(pattern, lambda route: _held.append(route))


def abort_held() -> None:
    """Abort what `hold` keeps pending. Call this before the page is closed."""
    while _held:
        _held.pop().abort()


def fail(page: Page, pattern: Pattern, status: int = 500) -> None:
    page.route(pattern, lambda route: route.fulfill(status=status, json={"detail": "Server error."}))


def disconnect(page: Page, pattern: Pattern = "**/api/**") -> None:
    """Refuse connections, as when the server or the network is down."""
    page.route(pattern, lambda route: route.abort("connectionrefused"))


def modify(page: Page, pattern: Pattern, change: Callable[[Any], None]) -> None:
    """Change the server's own response, so that the test stays in step with the real format."""

    def handle(route: Route) -> None:
        real = route.fetch()
        body = real.json()
        change(body)
        route.fulfill(response=real, json=body)

    page.route(pattern, handle)
