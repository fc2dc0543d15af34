"""The state of a page, and the servers and tickets with which it is reached."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Page

from testing.serving import Served

# Text that strains a layout: long words, blank lines, and thousands of characters.
LONG_TITLE = "The export of the quarterly attendance figures stops at " + "wordwithoutanyspace" * 5
LONG_TEXT = (
    "Good morning,\n\nsince the update on Tuesday the export stops after about half of the rows. "
    "The message says only that something went wrong. What we have tried:\n\n"
    "1. Another browser.\n2. Another account.\n3. A smaller range of dates, which works up to ten days.\n\n"
    + "https://reports.example.org/attendance/export?from=2026-01-01&to=2026-03-31&format=csv&"
    + "x" * 160
    + "\n\n"
    + "The board meets on Friday and needs the figures by then. " * 12
)


@dataclass(frozen=True)
class World:
    """A server with tickets, and one without any."""

    desk: Served
    empty: Served
    long_ticket: int

    def create(self, title: str, text: str = "It happens every morning.", **fields: str) -> int:
        """Create a ticket. Returns its id."""
        return create_ticket(self.desk, title, text, **fields)

    def change(self, number: int, **fields: str) -> None:
        """Change a ticket as another user, while a page shows it."""
        _request(self.desk, "PATCH", f"/api/tickets/{number}/", fields)

    def note(self, number: int, text: str, **fields: str) -> None:
        _request(self.desk, "POST", f"/api/tickets/{number}/notes/", {"text": text, **fields})


@dataclass(frozen=True)
class State:
    """One state, and the function that reaches it.

    `every_width`: screenshots at all widths. `logs_errors`: reaching it logs failed requests in the console.
    `own_layout`: false for the pages of Django and Swagger. `checked_by_axe`: false for Swagger's page, in whose own
    markup axe finds violations (nested interactive elements, small targets, low contrast).
    """

    name: str
    reach: Callable[[Page, World], None]
    every_width: bool = False
    logs_errors: bool = False
    own_layout: bool = True
    checked_by_axe: bool = True


def make_world(desk: Served, empty: Served) -> World:
    number = create_ticket(desk, LONG_TITLE, LONG_TEXT, requester="Ward 3, extension 2217")
    for fields in (
        {"status": "in_progress"},
        {"priority": "critical"},
        {"title": LONG_TITLE.replace("stops", "breaks off")},
        {"description": LONG_TEXT.replace("ten days", "nine days")},
        {"category": "technical"},
        {"status": "resolved"},
        {"status": "open"},
    ):
        _request(desk, "PATCH", f"/api/tickets/{number}/", fields)
    return World(desk, empty, number)


def create_ticket(desk: Served, title: str, text: str, **fields: str) -> int:
    return int(_request(desk, "POST", "/api/tickets/", {"title": title, "description": text, **fields})["id"])


def _request(desk: Served, method: str, path: str, body: dict[str, str]) -> dict[str, Any]:
    answer = httpx.request(method, f"{desk.url}{path}", json=body, timeout=60, trust_env=False)
    answer.raise_for_status()
    return dict(answer.json())
