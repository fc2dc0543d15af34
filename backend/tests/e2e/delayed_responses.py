"""Holds responses back until a test releases them, and inserts tickets by the hundred."""

from collections.abc import Callable

import psycopg2
from playwright.sync_api import Page, Route

from testing.serving import Served


def hold_responses(page: Page, path: str) -> Callable[[], None]:
    """Hold back all responses of a path. Returns the function that releases them, and those that follow."""
    held: list[Route] = []
    released = False

    def handle(route: Route) -> None:
        if released:
            route.continue_()
        else:
            held.append(route)

    def release() -> None:
        nonlocal released
        released = True
        for route in held:
            route.continue_()

    page.route(path, handle)
    return release


def insert_tickets(served: Served, marker: str, count: int) -> None:
    """Insert tickets with the marker by SQL, which is much faster than the API."""
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
