"""A page of the queue with the positions of its neighbours."""

from dataclasses import dataclass, replace
from typing import Final

from tickets.queue.selectors.columns import TicketRow, fetch_rows, with_long_texts
from tickets.queue.selectors.keyset import keys
from tickets.queue.selectors.page_request import PageRequest, Position
from tickets.queue.selectors.search import search

# Of the descriptions of a page, in UTF-8. A page of ordinary tickets is far below it.
PAGE_BYTES_MAX: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order of the list, and the positions of the previous and next page, if there are any.

    `limited` if a search stopped before it had searched every ticket.
    """

    rows: list[TicketRow]
    before: Position | None
    after: Position | None
    limited: bool = False


def ticket_page(request: PageRequest) -> Page:
    """The `limit` tickets after a position, or before it when `backward`; fewer if their texts are very long."""
    size = request.limit
    # One row more than requested shows whether another page follows.
    request = replace(request, limit=size + 1)
    if request.selection.words:
        rows, scan_end = search(request)
    else:
        rows, scan_end = fetch_rows(keys(request), request), None
    found, rows = len(rows), _within_bytes(rows[:size])
    # The next page starts after the last ticket, or where the search stopped.
    following = rows[-1].position if len(rows) < found else scan_end
    first = rows[0].position if rows else None
    rows = with_long_texts(rows)
    limited = scan_end is not None
    if request.backward:
        return Page(rows[::-1], before=following, after=first, limited=limited)
    return Page(rows, before=first if request.position else None, after=following, limited=limited)


def _within_bytes(rows: list[TicketRow]) -> list[TicketRow]:
    """The first rows, at least one, whose descriptions have PAGE_BYTES_MAX bytes together."""
    total = 0
    for number, row in enumerate(rows):
        total += row.description_bytes
        if number and total > PAGE_BYTES_MAX:
            return rows[:number]
    return rows
