"""A page of tickets: the rows after a place, and where the pages beside it begin."""

from dataclasses import dataclass

from tickets.queue.selectors.columns import Row, read
from tickets.queue.selectors.keyset import Place, keys
from tickets.queue.selectors.search import search
from tickets.queue.selectors.selection import Selection


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the list's order, and where the neighbouring pages end and begin, if there are any."""

    rows: list[Row]
    before: Place | None
    after: Place | None
    limited: bool = False


def ticket_page(
    selection: Selection, *, place: Place | None = None, back: bool = False, size: int, excerpt: int | None = None
) -> Page:
    """The `size` tickets after a place, or before it on the way back; from the beginning where no place is given.

    `excerpt` is how many code points of each description are wanted; None: all.
    """
    limit = size + 1
    if selection.words:
        rows, edge = search(selection, place, back=back, limit=limit, excerpt=excerpt)
    else:
        found = keys(selection, place, back=back, limit=limit)
        rows, edge = read(found, selection.sort, back=back, limit=limit, excerpt=excerpt), None
    more, rows = len(rows) > size, rows[:size]
    # Where to go on: from the last ticket of the page, or from where the search stopped.
    following = rows[-1].place if more else edge
    if back:
        rows.reverse()
        return Page(rows, before=following, after=rows[-1].place if rows else None, limited=edge is not None)
    return Page(rows, before=rows[0].place if place and rows else None, after=following, limited=edge is not None)
