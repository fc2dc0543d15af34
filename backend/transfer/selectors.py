"""All tickets of a selection, a batch at a time: each batch a short statement of its own, so no transaction grows old.

A ticket keeps its place in the order, so it comes once, however it changes meanwhile.
"""

from collections.abc import Iterator
from typing import Final

from tickets.queue.selectors.columns import TicketRow
from tickets.queue.selectors.list_page import ticket_page
from tickets.queue.selectors.page_request import PageRequest
from tickets.queue.selectors.selection import Selection

BATCH: Final = 500


class ExportIncompleteError(Exception):
    """The search was stopped before its end, so what follows is not known."""


def ticket_batches(selection: Selection) -> Iterator[list[TicketRow]]:
    """Batches of rows in the selection's order, the first one also when it is empty. Raises ExportIncompleteError."""
    page = ticket_page(PageRequest(selection, limit=BATCH))
    while True:
        if page.limited and page.after is None:
            raise ExportIncompleteError
        yield page.rows
        if page.after is None:
            return
        page = ticket_page(PageRequest(selection, limit=BATCH, position=page.after))
