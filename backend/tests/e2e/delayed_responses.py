"""Answers that come when a test says so, and rows by the hundred."""

from collections.abc import Callable

import psycopg2
from playwright.sync_api import Page, Route

from testing.serving import Served


def slowly(page: Page, path: str) -> Callable[[], None]:
    """Holds back what the server answers to a path until the function it gives is called."""
    held: list[Route] = []
    open_now = False

    def hold(route: Route) -> None:
        if open_now:
            route.continue_()
        else:
            held.append(route)

    def let_go() -> None:
        nonlocal open_now
        open_now = True
        for route in held:
            route.continue_()

    page.route(path, hold)
    return let_go


def rows_of(served: Served, marker: str, count: int) -> None:
    """So many tickets with the marker, written straight into the database: the API would take minutes."""
    connection = psycopg2.connect(served.database)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO tickets_ticket (title, description, category, priority)"
                " SELECT %s || ' ' || n, 'One of many.', 'general', 'low' FROM generate_series(1, %s) n",
                [marker, count],
            )
    finally:
        connection.close()
