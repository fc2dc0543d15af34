"""Keyset pagination: the keys of a page's tickets from an index alone, as fast for the last page as for the first.

A filtered list is as many lists as there are combinations of its labels, at most 64 without suggestions. Each is
one stretch of an index and already in order; the database takes the first few of each and merges them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from suggestions.choices import Category, Priority, Source
from tickets.choices import FINISHED, Changed, Status
from tickets.queue.selectors.page_request import PageRequest, Position
from tickets.queue.selectors.selection import RANKS, Field, Outcome, Selection, Sort

# Below every id that a row may have, so that (start of a day, LOWEST_ID) lies before the day's first ticket.
LOWEST_ID = -(2**63)


@dataclass(frozen=True, slots=True)
class Query:
    """A statement and its parameters."""

    sql: str
    parameters: dict[str, Any]


def order_by(request: PageRequest, *, table: str, rank: str = "k.rank") -> str:
    """What follows ORDER BY, away from the list's beginning or back to it."""
    direction = "DESC" if request.newest_first else "ASC"
    # All ranks are equal elsewhere; left out, the database sees that the keys come in this order already.
    by_priority = request.selection.sort is Sort.PRIORITY
    first = f"{rank} {'DESC' if request.backward else 'ASC'}, " if by_priority else ""
    return f"{first}{table}.created_at {direction}, {table}.id {direction}"


def keys(request: PageRequest) -> Query:
    """(rank, created_at, id) of the tickets of a page; search words are not looked at."""
    selection = request.selection
    direction = "DESC" if request.newest_first else "ASC"
    # In the text and no parameter: a plan for any limit is one for a tenth of the table (postgres/prepared.py).
    first = f"ORDER BY t.created_at {direction}, t.id {direction} LIMIT {request.limit:d}"
    if not selection.by_label and selection.sort is not Sort.PRIORITY:
        bounds = {name: values[0] for name, values in _bounds(request).items()}
        sql = f"SELECT 0 AS rank, t.created_at, t.id FROM tickets_ticket t WHERE {_WITHIN} {first}"  # noqa: S608
        return Query(sql, bounds)
    joins, condition, parameters = _label_joins(request)
    # Every name in this text is written here; what people sent is in the parameters.
    sql = f"""
        SELECT b.rank, k.created_at, k.id FROM {joins} CROSS JOIN LATERAL (
            SELECT t.created_at, t.id FROM tickets_ticket t WHERE {condition} {first}
        ) AS k ORDER BY {order_by(request, table="k", rank="b.rank")} LIMIT {request.limit:d}"""  # noqa: S608
    return Query(sql, parameters)


def keys_among(hits: Query, request: PageRequest) -> Query:
    """The same, of the tickets that another statement finds: all of them, since that one knows no order."""
    joins, condition, parameters = _label_joins(request)
    sql = f"""
        WITH hits AS MATERIALIZED ({hits.sql})
        SELECT b.rank, t.created_at, t.id FROM {joins} JOIN hits t ON {condition}
        ORDER BY {order_by(request, table="t", rank="b.rank")} LIMIT {request.limit:d}"""  # noqa: S608
    return Query(sql, hits.parameters | parameters)


def _label_joins(request: PageRequest) -> tuple[str, str, dict[str, Any]]:
    """The combinations of labels asked for as a join, the condition that a ticket `t` is in one, and the parameters."""
    selection = request.selection
    tables = [_BOUNDS, "unnest(%(categories)s::text[]) AS c(category)"]
    conditions = ["t.category = c.category", "t.priority = b.priority", "t.status = s.status"]
    if selection.by_suggestion:
        tables += [
            "unnest(%(sources)s::text[]) AS o(source)",
            "unnest(%(statuses)s::text[], %(changed)s::text[]) AS s(status, changed)",
        ]
        conditions += ["t.suggested_by = o.source", "t.suggested_changed = s.changed"]
    else:
        tables.append("unnest(%(statuses)s::text[]) AS s(status)")
    conditions += ["(t.created_at, t.id) > (b.low_at, b.low_id)", "(t.created_at, t.id) < (b.high_at, b.high_id)"]
    parameters = _bounds(request) | _labels(selection)
    return " CROSS JOIN ".join(tables), " AND ".join(conditions), parameters


_WITHIN = """(t.created_at, t.id) > (%(low_at)s::timestamptz, %(low_id)s)
    AND (t.created_at, t.id) < (%(high_at)s::timestamptz, %(high_id)s)"""
_BOUNDS = """unnest(
    %(priorities)s::text[], %(ranks)s::int[],
    %(low_at)s::timestamptz[], %(low_id)s::bigint[], %(high_at)s::timestamptz[], %(high_id)s::bigint[]
) AS b(priority, rank, low_at, low_id, high_at, high_id)"""


def _bounds(request: PageRequest) -> dict[str, list[Any]]:
    """For each priority its rank and the two sort keys its list lies between."""
    selection, position = request.selection, request.position
    low = (_text(selection.since, "-infinity"), LOWEST_ID)
    high = (_text(selection.until, "infinity"), LOWEST_ID)
    by_priority = selection.sort is Sort.PRIORITY
    rows = []
    for label in selection.priorities or Priority.values:
        rank = RANKS[label] if by_priority else 0
        bounds = low, high
        if position:
            if rank != position.rank:
                if (rank < position.rank) != request.backward:
                    continue  # pages before this one hold this priority
            elif request.newest_first:
                bounds = low, _before(position, selection.until) or high
            else:
                bounds = _after(position, selection.since) or low, high
        rows.append((label, rank, *bounds[0], *bounds[1]))
    names = ("priorities", "ranks", "low_at", "low_id", "high_at", "high_id")
    return {name: [row[n] for row in rows] for n, name in enumerate(names)}


def _before(position: Position, until: datetime | None) -> tuple[str, int] | None:
    return None if until and position.at >= until else (position.at.isoformat(), position.id)


def _after(position: Position, since: datetime | None) -> tuple[str, int] | None:
    return None if since and position.at < since else (position.at.isoformat(), position.id)


def _text(moment: datetime | None, otherwise: str) -> str:
    return moment.isoformat() if moment else otherwise


def _labels(selection: Selection) -> dict[str, Any]:
    statuses = list(selection.statuses or Status.values)
    labels: dict[str, Any] = {"categories": list(selection.categories or Category.values), "statuses": statuses}
    if selection.by_suggestion:
        pairs = [
            (status, changed)
            for status in statuses
            for changed in Changed.values
            if _matches_outcome(selection, status, changed)
        ]
        labels["sources"] = list(selection.sources or Source.values)
        labels["statuses"], labels["changed"] = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return labels


def _matches_outcome(selection: Selection, status: str, changed: str) -> bool:
    standing = Outcome.KEPT if status in FINISHED else Outcome.UNREVIEWED
    outcome = standing if changed == Changed.NEITHER else Outcome.CHANGED
    fields = {Field.CATEGORY, Field.PRIORITY} if changed == Changed.BOTH else {changed}
    return (not selection.outcomes or outcome in selection.outcomes) and (
        not selection.changed or any(field in fields for field in selection.changed)
    )
