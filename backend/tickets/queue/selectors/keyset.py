"""Keyset pagination: finds the keys of a page by index scans alone, equally fast for every page.

A filtered list is the union of one sorted index range per combination of labels, at most 64 without suggestions. The
database reads the first keys of each range and merges them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from suggestions.choices import Category, Priority, Source
from tickets.choices import FINISHED, ChangedLabels, Status
from tickets.queue.selectors.page_request import PageRequest, Position
from tickets.queue.selectors.selection import RANKS, Selection, Sort, SuggestedField, SuggestionOutcome

# Below every possible id, so that (start of a day, LOWEST_ID) is before the first ticket of that day.
LOWEST_ID = -(2**63)


@dataclass(frozen=True, slots=True)
class Query:
    """A statement and its parameters."""

    sql: str
    parameters: dict[str, Any]


def order_by(request: PageRequest, *, table: str, rank: str = "k.rank") -> str:
    """The ORDER BY clause in the direction of the page."""
    direction = "DESC" if request.newest_first else "ASC"
    # In other orders all ranks are equal. Without the rank the database recognises that the keys are already sorted.
    by_priority = request.selection.sort is Sort.PRIORITY
    first = f"{rank} {'DESC' if request.backward else 'ASC'}, " if by_priority else ""
    return f"{first}{table}.created_at {direction}, {table}.id {direction}"


def keys(request: PageRequest) -> Query:
    """(rank, created_at, id) of the tickets of a page, without the search words."""
    selection = request.selection
    direction = "DESC" if request.newest_first else "ASC"
    # The limit is no parameter, because a generic plan assumes that a LIMIT parameter is a tenth of the rows.
    first = f"ORDER BY t.created_at {direction}, t.id {direction} LIMIT {request.limit:d}"
    if not selection.by_label and selection.sort is not Sort.PRIORITY:
        bounds = {name: values[0] for name, values in _bounds(request).items()}
        sql = f"SELECT 0 AS rank, t.created_at, t.id FROM tickets_ticket t WHERE {_WITHIN} {first}"
        return Query(sql, bounds)
    joins, condition, parameters = _label_joins(request)
    # All user input is in the parameters.
    sql = f"""
        SELECT b.rank, k.created_at, k.id FROM {joins} CROSS JOIN LATERAL (
            SELECT t.created_at, t.id FROM tickets_ticket t WHERE {condition} {first}
        ) AS k ORDER BY {order_by(request, table="k", rank="b.rank")} LIMIT {request.limit:d}"""
    return Query(sql, parameters)


def keys_among(hits: Query, request: PageRequest) -> Query:
    """The same keys, of the unsorted tickets that another query finds."""
    joins, condition, parameters = _label_joins(request)
    sql = f"""
        WITH hits AS MATERIALIZED ({hits.sql})
        SELECT b.rank, t.created_at, t.id FROM {joins} JOIN hits t ON {condition}
        ORDER BY {order_by(request, table="t", rank="b.rank")} LIMIT {request.limit:d}"""
    return Query(sql, hits.parameters | parameters)


def _label_joins(request: PageRequest) -> tuple[str, str, dict[str, Any]]:
    """The joins that yield the requested combinations of labels, the condition on a ticket `t`, and the parameters."""
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
    """For each priority its rank and the exclusive bounds of its sort keys."""
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
                    continue  # this priority is on earlier pages
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
            for changed in ChangedLabels.values
            if _matches_outcome(selection, status, changed)
        ]
        labels["sources"] = list(selection.sources or Source.values)
        labels["statuses"], labels["changed"] = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return labels


def _matches_outcome(selection: Selection, status: str, changed: str) -> bool:
    unchanged = SuggestionOutcome.KEPT if status in FINISHED else SuggestionOutcome.UNREVIEWED
    outcome = unchanged if changed == ChangedLabels.NEITHER else SuggestionOutcome.CHANGED
    fields = {SuggestedField.CATEGORY, SuggestedField.PRIORITY} if changed == ChangedLabels.BOTH else {changed}
    return (not selection.outcomes or outcome in selection.outcomes) and (
        not selection.changed or any(field in fields for field in selection.changed)
    )
