"""The keys of tickets in the order of a list, from an index alone: as fast for the millionth page as for the first.

A filtered list is as many lists as there are combinations of its labels, at most 64 without suggestions. Each is
one stretch of an index and already in order; the database takes the first few of each and merges them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from suggestions.choices import Category, Priority, Source
from tickets.choices import FINISHED, Changed, Status
from tickets.queue.selectors.selection import RANKS, Field, Outcome, Selection, Sort

# Below every id that a row may have, so that (day's begin, LEAST) lies before the day's first ticket.
LEAST = -(2**63)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket stands in a list; the rank is 0 unless the list is sorted by priority."""

    at: datetime
    id: int
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A statement and its parameters."""

    sql: str
    parameters: dict[str, Any]


def order(sort: Sort, *, back: bool, table: str, rank: str = "k.rank") -> str:
    """What follows ORDER BY, away from the list's beginning or back to it."""
    latest_first = (sort is not Sort.OLDEST) != back
    way = "DESC" if latest_first else "ASC"
    # All ranks are equal elsewhere; left out, the database sees that the keys come in this order already.
    first = f"{rank} {'DESC' if back else 'ASC'}, " if sort is Sort.PRIORITY else ""
    return f"{first}{table}.created_at {way}, {table}.id {way}"


def keys(selection: Selection, place: Place | None, *, back: bool, limit: int) -> Query:
    """(rank, created_at, id) of the tickets after a place, or before it on the way back; words are not looked at."""
    latest_first = (selection.sort is not Sort.OLDEST) != back
    way = "DESC" if latest_first else "ASC"
    # In the text and no parameter: a plan for any limit is one for a tenth of the table (postgres/prepared.py).
    walk = f"ORDER BY t.created_at {way}, t.id {way} LIMIT {limit:d}"
    if not selection.by_label and selection.sort is not Sort.PRIORITY:
        bounds = {name: values[0] for name, values in _bounds(selection, place, back=back).items()}
        sql = f"SELECT 0 AS rank, t.created_at, t.id FROM tickets_ticket t WHERE {_WITHIN} {walk}"  # noqa: S608
        return Query(sql, bounds)
    lists, condition, parameters = _lists(selection, place, back=back)
    # Every name in this text is written here; what people sent is in the parameters.
    sql = f"""
        SELECT b.rank, k.created_at, k.id FROM {lists} CROSS JOIN LATERAL (
            SELECT t.created_at, t.id FROM tickets_ticket t WHERE {condition} {walk}
        ) AS k ORDER BY {order(selection.sort, back=back, table="k", rank="b.rank")} LIMIT {limit:d}"""  # noqa: S608
    return Query(sql, parameters)


def keys_among(hits: Query, selection: Selection, place: Place | None, *, back: bool, limit: int) -> Query:
    """The same, of the tickets that another statement finds: all of them, since that one knows no order."""
    lists, condition, parameters = _lists(selection, place, back=back)
    sql = f"""
        WITH hits AS MATERIALIZED ({hits.sql})
        SELECT b.rank, t.created_at, t.id FROM {lists} JOIN hits t ON {condition}
        ORDER BY {order(selection.sort, back=back, table="t", rank="b.rank")} LIMIT {limit:d}"""  # noqa: S608
    return Query(sql, hits.parameters | parameters)


def _lists(selection: Selection, place: Place | None, *, back: bool) -> tuple[str, str, dict[str, Any]]:
    """The combinations of labels asked for as a join, the condition that a ticket `t` is in one, and the parameters."""
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
    parameters = _bounds(selection, place, back=back) | _labels(selection)
    return " CROSS JOIN ".join(tables), " AND ".join(conditions), parameters


_WITHIN = """(t.created_at, t.id) > (%(low_at)s::timestamptz, %(low_id)s)
    AND (t.created_at, t.id) < (%(high_at)s::timestamptz, %(high_id)s)"""
_BOUNDS = """unnest(
    %(priorities)s::text[], %(ranks)s::int[],
    %(low_at)s::timestamptz[], %(low_id)s::bigint[], %(high_at)s::timestamptz[], %(high_id)s::bigint[]
) AS b(priority, rank, low_at, low_id, high_at, high_id)"""


def _bounds(selection: Selection, place: Place | None, *, back: bool) -> dict[str, list[Any]]:
    """For each priority its rank and the two places its list lies between."""
    latest_first = (selection.sort is not Sort.OLDEST) != back
    low = (_text(selection.since, "-infinity"), LEAST)
    high = (_text(selection.until, "infinity"), LEAST)
    by_priority = selection.sort is Sort.PRIORITY
    rows = []
    for label in selection.priorities or Priority.values:
        rank = RANKS[label] if by_priority else 0
        bounds = low, high
        if place:
            if rank != place.rank:
                if (rank < place.rank) != back:
                    continue  # this priority lies behind us
            elif latest_first:
                bounds = low, _before(place, selection.until) or high
            else:
                bounds = _after(place, selection.since) or low, high
        rows.append((label, rank, *bounds[0], *bounds[1]))
    names = ("priorities", "ranks", "low_at", "low_id", "high_at", "high_id")
    return {name: [row[n] for row in rows] for n, name in enumerate(names)}


def _before(place: Place, until: datetime | None) -> tuple[str, int] | None:
    return None if until and place.at >= until else (place.at.isoformat(), place.id)


def _after(place: Place, since: datetime | None) -> tuple[str, int] | None:
    return None if since and place.at < since else (place.at.isoformat(), place.id)


def _text(moment: datetime | None, otherwise: str) -> str:
    return moment.isoformat() if moment else otherwise


def _labels(selection: Selection) -> dict[str, Any]:
    statuses = list(selection.statuses or Status.values)
    labels: dict[str, Any] = {"categories": list(selection.categories or Category.values), "statuses": statuses}
    if selection.by_suggestion:
        pairs = [
            (status, changed) for status in statuses for changed in Changed.values if _asked(selection, status, changed)
        ]
        labels["sources"] = list(selection.sources or Source.values)
        labels["statuses"], labels["changed"] = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return labels


def _asked(selection: Selection, status: str, changed: str) -> bool:
    standing = Outcome.KEPT if status in FINISHED else Outcome.UNREVIEWED
    outcome = standing if changed == Changed.NEITHER else Outcome.CHANGED
    fields = {Field.CATEGORY, Field.PRIORITY} if changed == Changed.BOTH else {changed}
    return (not selection.outcomes or outcome in selection.outcomes) and (
        not selection.changed or any(field in fields for field in selection.changed)
    )
