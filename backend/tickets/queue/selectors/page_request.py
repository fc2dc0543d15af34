"""What a page of the queue is asked for, as one value that every step of the query takes."""

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

    No position: from the beginning. `excerpt` is how many code points of each description are wanted; None: all.
    """

    selection: Selection
    limit: int
    position: Position | None = None
    backward: bool = False
    excerpt: int | None = None

    @property
    def newest_first(self) -> bool:
        """Whether the rows come in descending order of time."""
        return (self.selection.sort is not Sort.OLDEST) != self.backward

    def at(self, position: Position | None, *, limit: int) -> "PageRequest":
        """The same request from another position."""
        return replace(self, position=position, limit=limit)
