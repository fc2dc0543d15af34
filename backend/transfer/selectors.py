"""Reads all tickets of a selection in batches.

Each batch is one short statement, so no transaction stays open. Keyset pagination yields each ticket once, even if it
changes meanwhile.
"""

from collections.abc import Iterator
from typing import Final

from tickets.queue.selectors.columns import TicketRow
from tickets.queue.selectors.list_page import ticket_page
from tickets.queue.selectors.page_request import PageRequest
from tickets.queue.selectors.selection import Selection

BATCH_SIZE: Final = 500


class ExportIncompleteError(Exception):
    """The search reached its time limit, so the remaining tickets are unknown."""


def ticket_batches(selection: Selection) -> Iterator[list[TicketRow]]:
    """Yield batches in the order of the selection; the first one may be empty. Raises ExportIncompleteError."""
    page = ticket_page(PageRequest(selection, limit=BATCH_SIZE))
    while True:
        if page.limited and page.after is None:
            raise ExportIncompleteError
        yield page.rows
        if page.after is None:
            return
        page = ticket_page(PageRequest(selection, limit=BATCH_SIZE, position=page.after))
