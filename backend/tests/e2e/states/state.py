"""What a state is, and the world of tickets in which it is reached."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Page

from testing.serving import Served

# Everything a ticket can be that strains a layout: words without a place to break, blank lines, and thousands of them.
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
    """The served desk, and one beside it in which nobody has filed a ticket yet."""

    desk: Served
    empty: Served
    long_ticket: int

    def file(self, title: str, text: str = "It happens every morning.", **fields: str) -> int:
        """A new ticket's number."""
        return file_ticket(self.desk, title, text, **fields)

    def change(self, number: int, **fields: str) -> None:
        """A change that somebody else makes, while a page has the ticket open."""
        _ask(self.desk, "PATCH", f"/api/tickets/{number}/", fields)

    def note(self, number: int, text: str, **fields: str) -> None:
        _ask(self.desk, "POST", f"/api/tickets/{number}/notes/", {"text": text, **fields})


@dataclass(frozen=True)
class State:
    """`main`: pictured at every width. `noisy`: on its way there the browser's console reports a failed request.

    `ours`: false for pages of Django and Swagger, whose layout is theirs. `judged`: false for Swagger's, whose own
    markup axe has found wanting (interactive parts nested, small targets, pale labels); it is pictured all the same.
    """

    name: str
    reach: Callable[[Page, World], None]
    main: bool = False
    noisy: bool = False
    ours: bool = True
    judged: bool = True


def world(desk: Served, empty: Served) -> World:
    number = file_ticket(desk, LONG_TITLE, LONG_TEXT, requester="Ward 3, extension 2217")
    for fields in (
        {"status": "in_progress"},
        {"priority": "critical"},
        {"title": LONG_TITLE.replace("stops", "breaks off")},
        {"description": LONG_TEXT.replace("ten days", "nine days")},
        {"category": "technical"},
        {"status": "resolved"},
        {"status": "open"},
    ):
        _ask(desk, "PATCH", f"/api/tickets/{number}/", fields)
    return World(desk, empty, number)


def file_ticket(desk: Served, title: str, text: str, **fields: str) -> int:
    return int(_ask(desk, "POST", "/api/tickets/", {"title": title, "description": text, **fields})["id"])


def _ask(desk: Served, method: str, path: str, body: dict[str, str]) -> dict[str, Any]:
    answer = httpx.request(method, f"{desk.url}{path}", json=body, timeout=60, trust_env=False)
    answer.raise_for_status()
    return dict(answer.json())
