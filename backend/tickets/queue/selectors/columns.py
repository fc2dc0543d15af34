"""Reads the columns of the tickets of a page by their keys."""

import json
from datetime import datetime
from typing import Any, Final, NamedTuple

from postgres.prepared import fetch
from tickets.queue.selectors.keyset import Query, order_by
from tickets.queue.selectors.page_request import PageRequest, Position

# In bytes of UTF-8. The texts of a page are read with its other columns up to this length, the longer ones once it is
# known how many of them the page takes.
LONG_TEXT: Final = 8_000


class TicketRow(NamedTuple):
    """A ticket in a list, with the field names of the model but without its overhead."""

    rank: int
    id: int
    title: str
    description: str
    requester: str | None
    category: str
    priority: str
    status: str
    created_at: datetime
    updated_at: datetime
    version: int
    suggested_category: str | None
    suggested_priority: str | None
    suggested_by: str | None
    suggested_model: str | None
    suggested_confidence: dict[str, float | None] | None
    suggested_prompt: str | None
    suggested_ms: int | None
    suggested_text_changed: bool
    # None if the whole text was requested.
    description_cut: bool | None = None
    # 0 if an excerpt was requested.
    description_bytes: int = 0

    @property
    def position(self) -> Position:
        return Position(self.created_at, self.id, self.rank)


COLUMNS = [f"t.{name}" for name in TicketRow._fields[1:-2]]


def fetch_rows(found: Query, request: PageRequest) -> list[TicketRow]:
    """The tickets with these keys, in the order of the list."""
    query = rows_query(found, request)
    return [to_row(row, request.excerpt) for row in fetch(query.sql, query.parameters)]


def with_long_texts(rows: list[TicketRow]) -> list[TicketRow]:
    """The rows with their long texts. Those whose ticket was erased meanwhile are left out."""
    long = [row.id for row in rows if row.description_bytes > LONG_TEXT]
    if not long:
        return rows
    # The whole ticket, so that its version is that of its text.
    sql = f"SELECT 0 AS rank, {', '.join(COLUMNS)}, 0 FROM tickets_ticket t WHERE t.id = ANY(%(ids)s::bigint[])"
    whole = {row.id: row for row in (to_row(row, None) for row in fetch(sql, {"ids": long}))}
    return [whole.get(row.id, row) for row in rows if row.description_bytes <= LONG_TEXT or row.id in whole]


def rows_query(found: Query, request: PageRequest) -> Query:
    """The query of `fetch_rows`."""
    selected, parameters = columns(request.excerpt)
    sql = f"""
        SELECT k.rank, {selected} FROM ({found.sql}) AS k JOIN tickets_ticket t ON t.id = k.id
        ORDER BY {order_by(request, table="k")} LIMIT {request.limit:d}"""
    return Query(sql, found.parameters | parameters)


def columns(excerpt: int | None) -> tuple[str, dict[str, int]]:
    """The select list of a ticket `t` for `to_row`, after its rank, and its parameters."""
    listed = ", ".join(COLUMNS)
    if excerpt is None:
        size = "octet_length(t.description)"
        short = f"CASE WHEN {size} <= {LONG_TEXT:d} THEN t.description ELSE '' END AS description"
        return f"{listed.replace('t.description', short)}, {size} AS description_bytes", {}
    # One character more than requested shows whether the text is longer.
    return listed.replace("t.description", "LEFT(t.description, %(excerpt)s) AS description"), {"excerpt": excerpt + 1}


def to_row(selected: tuple[Any, ...], excerpt: int | None) -> TicketRow:
    """Convert a result row; its description is cut to the excerpt. Without one, it is empty if it is long."""
    changes: dict[str, Any] = {}
    if excerpt is None:
        changes["description_bytes"] = selected[-1]
        selected = selected[:-1]
    row = TicketRow(*selected)
    if isinstance(row.suggested_confidence, str):  # Django disables the driver's JSON decoding
        changes["suggested_confidence"] = json.loads(row.suggested_confidence)
    if excerpt is not None:
        changes["description"] = row.description[:excerpt]
        changes["description_cut"] = len(row.description) > excerpt
    return row._replace(**changes)
