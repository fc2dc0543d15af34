"""A page of tickets: the rows after a place, and where the pages beside it begin."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from tickets.keys import Place, keys, order
from tickets.selection import Selection


class Row(NamedTuple):
    """A ticket as a list needs it: the same names as the model's, without its machinery."""

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
    # None where the whole text was asked for.
    description_cut: bool | None = None

    @property
    def place(self) -> Place:
        return Place(self.created_at, self.id, self.rank)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the list's order, and where the neighbouring pages end and begin, if there are any."""

    rows: list[Row]
    before: Place | None
    after: Place | None
    limited: bool = False


COLUMNS = [f"t.{name}" for name in Row._fields[1:-1]]


def ticket_page(
    selection: Selection, *, place: Place | None = None, back: bool = False, size: int, excerpt: int | None = None
) -> Page:
    """The `size` tickets after a place, or before it on the way back; from the beginning where no place is given.

    `excerpt` is how many code points of each description are wanted; None: all.
    """
    rows = _rows(selection, place, back=back, limit=size + 1, excerpt=excerpt)
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    first, last = (rows[0].place, rows[-1].place) if rows else (None, None)
    # Coming from the far end, there is a page behind us; coming from the beginning, only with a place to come from.
    if back:
        return Page(rows, before=first if more else None, after=last)
    return Page(rows, before=first if place else None, after=last if more else None)


def _rows(selection: Selection, place: Place | None, *, back: bool, limit: int, excerpt: int | None) -> list[Row]:
    found = keys(selection, place, back=back, limit=None if selection.words else limit)
    parameters = found.parameters | {"page": limit}
    columns = ", ".join(COLUMNS)
    if excerpt is not None:
        # One more than is shown tells whether there are more; LEFT leaves the rest of a long text on the disk.
        columns = columns.replace("t.description", "LEFT(t.description, %(excerpt)s)")
        parameters["excerpt"] = excerpt + 1
    conditions = "TRUE"
    for number, word in enumerate(selection.words):
        conditions += (
            f" AND (UPPER(t.title) LIKE UPPER(%(word{number})s) OR UPPER(t.description) LIKE UPPER(%(word{number})s))"
        )
        parameters[f"word{number}"] = f"%{_literal(word)}%"
    sql = f"""
        SELECT k.rank, {columns} FROM ({found.sql}) AS k JOIN tickets_ticket t ON t.id = k.id
        WHERE {conditions} ORDER BY {order(selection.sort, back=back, table="k")} LIMIT %(page)s"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [_row(columns_, excerpt) for columns_ in cursor.fetchall()]


def _row(columns: tuple[Any, ...], excerpt: int | None) -> Row:
    row = Row(*columns)
    changes: dict[str, Any] = {}
    if isinstance(row.suggested_confidence, str):  # Django turns off the driver's reading of JSON
        changes["suggested_confidence"] = json.loads(row.suggested_confidence)
    if excerpt is not None:
        changes["description"] = row.description[:excerpt]
        changes["description_cut"] = len(row.description) > excerpt
    return row._replace(**changes)


def _literal(word: str) -> str:
    for special in "\\%_":
        word = word.replace(special, f"\\{special}")
    return word
