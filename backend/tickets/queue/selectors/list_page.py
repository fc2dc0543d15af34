"""A page of the queue with the positions of its neighbours."""

from dataclasses import dataclass, replace

from tickets.queue.selectors.columns import TicketRow, fetch_rows
from tickets.queue.selectors.keyset import keys
from tickets.queue.selectors.page_request import PageRequest, Position
from tickets.queue.selectors.search import search


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
    """The `limit` tickets after a position, or before it when `backward`."""
    size = request.limit
    # One row more than requested shows whether another page follows.
    request = replace(request, limit=size + 1)
    if request.selection.words:
        rows, scan_end = search(request)
    else:
        rows, scan_end = fetch_rows(keys(request), request), None
    more, rows = len(rows) > size, rows[:size]
    # The next page starts after the last ticket, or where the search stopped.
    following = rows[-1].position if more else scan_end
    limited = scan_end is not None
    if request.backward:
        rows.reverse()
        return Page(rows, before=following, after=rows[-1].position if rows else None, limited=limited)
    return Page(rows, before=rows[0].position if request.position and rows else None, after=following, limited=limited)
