"""The request for a page of the queue, as one value for all steps of the query."""

from dataclasses import dataclass, replace
from datetime import datetime

from tickets.queue.selectors.selection import Selection, Sort


@dataclass(frozen=True, slots=True)
class Position:
    """The sort key of a ticket; the rank is 0 unless the list is sorted by priority."""

    at: datetime
    id: int
    rank: int = 0


@dataclass(frozen=True, slots=True)
class PageRequest:
    """At most `limit` tickets of a selection after a position, or before it when `backward`.

    Without a position the page starts at the beginning. `excerpt` is the maximum length of descriptions in code points;
    None means the whole text.
    """

    selection: Selection
    limit: int
    position: Position | None = None
    backward: bool = False
    excerpt: int | None = None

    @property
    def newest_first(self) -> bool:
        """Whether the query sorts by descending time."""
        return (self.selection.sort is not Sort.OLDEST) != self.backward

    def at(self, position: Position | None, *, limit: int) -> "PageRequest":
        """The same request at another position."""
        return replace(self, position=position, limit=limit)
