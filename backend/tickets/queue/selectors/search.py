"""Searches for words: each page is found with a bounded amount of work, however many tickets there are.

A word that many tickets hold fills a page from the first tickets of the list; a word that few hold is found through
the trigram index; and where neither will do, the page says how far the search came, and the next one goes on there.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final

from django.db import OperationalError, connection, transaction

from postgres.prepared import fetch
from postgres.sqlstates import QUERY_CANCELED, sqlstate_of
from tickets.queue.selectors.columns import Row, columns, read_row, reading
from tickets.queue.selectors.keyset import Place, Query, keys, keys_among, order
from tickets.queue.selectors.selection import Selection

FIRST_LOOK: Final = 200  # tickets: a millisecond or two
# Each further look takes in four times as many as all before it, up to so many tickets in all.
WIDER: Final = 4
MOST: Final = 6_400
MOST_FOR_FREQUENT_WORDS: Final = 25_600
PATIENCE_MS: Final = 500  # for everything after the first look
HIT: Final = "t.id, t.created_at, t.category, t.priority, t.status, t.suggested_by, t.suggested_changed"
# As in the index ticket_text_words. The line's end between the two keeps a word from lying across them.
TEXT: Final = "UPPER(t.title || E'\\n' || t.description)"
# Reading the whole table is never the better way here, though for a common word it may look so; and compiling a
# statement costs more than running it. In one message with the statement that they are for: they end with it.
SETTINGS: Final = """SELECT set_config('statement_timeout', '{left:d}', true),
    set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true);"""


def search(
    selection: Selection, place: Place | None, *, back: bool, limit: int, excerpt: int | None
) -> tuple[list[Row], Place | None]:
    """At most `limit` rows after a place (before it, on the way back) that hold every word.

    With fewer rows than that comes the place up to which the search looked; None: it has seen everything.
    """
    look = _look(selection, place, back=back, among=FIRST_LOOK, limit=limit, excerpt=excerpt)
    rows, edge = _looked(fetch(look.sql, look.parameters), excerpt)
    looked = FIRST_LOOK
    until = monotonic() + PATIENCE_MS / 1000
    indexed = any(map(has_trigram, selection.words))
    while edge and (_pays(len(rows), looked, limit) if indexed else looked < MOST):
        among = min(looked * (WIDER - 1), (MOST_FOR_FREQUENT_WORDS if indexed else MOST) - looked)
        look = _look(selection, edge, back=back, among=among, limit=limit - len(rows), excerpt=excerpt)
        further = _in_time(look, until)
        if further is None:
            break
        found, edge = _looked(further, excerpt)
        rows += found
        looked += among
    if edge is None or not indexed:
        return rows, edge
    # For a whole page, though some of it may be there: so the statement is always the same.
    rest = _in_time(_through_index(selection, edge, back=back, limit=limit, excerpt=excerpt), until, keep=True)
    if rest is None:
        return rows, edge
    return rows + [read_row(row, excerpt) for row in rest[: limit - len(rows)]], None


def _pays(found: int, looked: int, limit: int) -> bool:
    """Whether going on looking fills the page soon, at the rate so far.

    The index is the better way to rare words alone: every ticket that it names is read, wherever it lies on the disk.
    """
    return looked < MOST_FOR_FREQUENT_WORDS and found * MOST_FOR_FREQUENT_WORDS >= limit * looked


def has_trigram(word: str) -> bool:
    """Whether the index knows anything of this word: three letters or digits in a row."""
    runs = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in word).split()
    return any(len(run) >= 3 for run in runs)


def _look(
    selection: Selection, place: Place | None, *, back: bool, among: int, limit: int, excerpt: int | None
) -> Query:
    """Reads so many tickets in the list's order: the place of the last of them, beside each row that was found.

    No place stands there if page or list ended before it; and where nothing was found, one row says that.
    """
    found = keys(selection, place, back=back, limit=among)
    where, patterns = _holds(selection.words, "t.capitals")
    wanted, cut = columns(excerpt)
    inner = order(selection.sort, back=back, table="k")
    outer = order(selection.sort, back=back, table="h", rank="h.rank")
    # OFFSET 0 has each text read by its key, in order and until the page is full, and put in capitals once, not for
    # each word. Left to itself the planner may ask every ticket for the words first: it holds that cheap.
    sql = f"""
        WITH k AS MATERIALIZED ({found.sql}), h AS MATERIALIZED (
            SELECT k.rank, {wanted} FROM k CROSS JOIN LATERAL (
                SELECT t.*, {TEXT} AS capitals FROM tickets_ticket t WHERE t.id = k.id OFFSET 0
            ) AS t WHERE {where} ORDER BY {inner} LIMIT {limit:d}
        ), edge AS (
            SELECT * FROM k WHERE (SELECT count(*) FROM h) < {limit:d} ORDER BY {inner} OFFSET {among - 1:d}
        )
        SELECT e.created_at, e.id, e.rank, h.* FROM (SELECT) AS one
        LEFT JOIN edge AS e ON TRUE LEFT JOIN h ON TRUE ORDER BY {outer}"""  # noqa: S608 (written here)
    return Query(sql, found.parameters | patterns | cut)


def _looked(found: list[tuple[Any, ...]], excerpt: int | None) -> tuple[list[Row], Place | None]:
    """What a look brought: the rows, and the place of the last ticket that was looked at."""
    at, number, rank = found[0][:3]
    rows = [read_row(row[3:], excerpt) for row in found if row[4] is not None]
    return rows, Place(at, number, rank) if at else None


def _through_index(selection: Selection, place: Place | None, *, back: bool, limit: int, excerpt: int | None) -> Query:
    where, patterns = _holds(selection.words, TEXT)
    hits = Query(f"SELECT {HIT} FROM tickets_ticket t WHERE {where}", patterns)  # noqa: S608 (written here)
    found = keys_among(hits, selection, place, back=back, limit=limit)
    return reading(found, selection.sort, back=back, limit=limit, excerpt=excerpt)


def _holds(words: Sequence[str], text: str) -> tuple[str, dict[str, str]]:
    """That a text in capitals holds every word, taken literally, in any case; and the parameters of that."""
    patterns = {f"word{number}": f"%{_literal(word)}%" for number, word in enumerate(words)}
    return " AND ".join(f"{text} LIKE UPPER(%({name})s)" for name in patterns), patterns


def _literal(word: str) -> str:
    for special in "\\%_":
        word = word.replace(special, f"\\{special}")
    return word


def _in_time(query: Query, until: float, *, keep: bool = False) -> list[tuple[Any, ...]] | None:
    """What a statement gives, or None when it went on after its time was over."""
    left = round((until - monotonic()) * 1000)
    if left <= 0:
        return None
    try:
        with _settings_end():
            return fetch(query.sql, query.parameters, before=SETTINGS.format(left=left), keep=keep)
    except OperationalError as error:
        if sqlstate_of(error) != QUERY_CANCELED:
            raise
        return None


@contextmanager
def _settings_end() -> Iterator[None]:
    """Takes the settings back where we are inside a transaction, which they would else last as long as."""
    if not connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)  # nothing was written
