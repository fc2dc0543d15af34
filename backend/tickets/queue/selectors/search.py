"""Searches for words: each page is found with a bounded amount of work, however many tickets there are.

A word that many tickets hold fills a page from the first tickets of the list (a scan); a word that few hold is found
through the trigram index. Where neither is quick enough, the page says how far the search came, and the next one goes
on from there.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final

from django.db import connection, transaction

from postgres.prepared import fetch
from postgres.sqlstates import none_on_timeout
from tickets.queue.selectors.columns import TicketRow, columns, rows_query, to_row
from tickets.queue.selectors.keyset import Query, keys, keys_among, order_by
from tickets.queue.selectors.page_request import PageRequest, Position

FIRST_SCAN: Final = 200  # tickets: a millisecond or two
# Each further scan takes in four times as many tickets as all before it, up to so many in all.
SCAN_GROWTH: Final = 4
SCAN_MAX: Final = 6_400
SCAN_MAX_FREQUENT_WORDS: Final = 25_600
TIMEOUT_MS: Final = 500  # for everything after the first scan
INDEX_COLUMNS: Final = "t.id, t.created_at, t.category, t.priority, t.status, t.suggested_by, t.suggested_changed"
# As in the index ticket_text_words. The line end between the two keeps a word from lying across them.
TEXT: Final = "UPPER(t.title || E'\\n' || t.description)"
# A sequential scan is never the better plan here, though for a common word it may look so; and compiling a statement
# costs more than running it. Sent in one message with the statement that they are for: they end with it.
SETTINGS: Final = """SELECT set_config('statement_timeout', '{left:d}', true),
    set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true);"""


def search(request: PageRequest) -> tuple[list[TicketRow], Position | None]:
    """At most `limit` rows that hold every word of the selection.

    With fewer rows than that comes the position up to which the search came; None: it has seen every ticket.
    """
    scan = _scan(request, among=FIRST_SCAN)
    rows, scan_end = _parse_scan(fetch(scan.sql, scan.parameters), request.excerpt)
    scanned = FIRST_SCAN
    deadline = monotonic() + TIMEOUT_MS / 1000
    indexed = any(map(has_trigram, request.selection.words))
    while scan_end and (_scan_is_cheaper(len(rows), scanned, request.limit) if indexed else scanned < SCAN_MAX):
        among = min(scanned * (SCAN_GROWTH - 1), (SCAN_MAX_FREQUENT_WORDS if indexed else SCAN_MAX) - scanned)
        scan = _scan(request.at(scan_end, limit=request.limit - len(rows)), among=among)
        further = _fetch_before(deadline, scan)
        if further is None:
            break
        found, scan_end = _parse_scan(further, request.excerpt)
        rows += found
        scanned += among
    if scan_end is None or not indexed:
        return rows, scan_end
    # For a whole page, though some of it may be there: so the statement is always the same.
    rest = _fetch_before(deadline, _index_query(request.at(scan_end, limit=request.limit)), prepare=True)
    if rest is None:
        return rows, scan_end
    return rows + [to_row(row, request.excerpt) for row in rest[: request.limit - len(rows)]], None


def _scan_is_cheaper(found: int, scanned: int, limit: int) -> bool:
    """Whether scanning on fills the page soon, at the rate so far.

    The index is cheaper for rare words only: every ticket that it names is read, wherever it lies on the disk.
    """
    return scanned < SCAN_MAX_FREQUENT_WORDS and found * SCAN_MAX_FREQUENT_WORDS >= limit * scanned


def has_trigram(word: str) -> bool:
    """Whether the index knows anything of this word: three letters or digits in a row."""
    runs = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in word).split()
    return any(len(run) >= 3 for run in runs)


def _scan(request: PageRequest, *, among: int) -> Query:
    """Reads `among` tickets in the list's order: the sort key of the last of them, beside each row that matches.

    There is no such key where the page was full or the list ended before it; where nothing matches, one row says that.
    """
    found = keys(request.at(request.position, limit=among))
    where, patterns = _contains(request.selection.words, "t.capitals")
    selected, cut = columns(request.excerpt)
    inner = order_by(request, table="k")
    outer = order_by(request, table="h", rank="h.rank")
    limit = request.limit
    # OFFSET 0 has each text read by its key, in order and until the page is full, and put in capitals once, not for
    # each word. Left to itself the planner may ask every ticket for the words first: it holds that cheap.
    sql = f"""
        WITH k AS MATERIALIZED ({found.sql}), h AS MATERIALIZED (
            SELECT k.rank, {selected} FROM k CROSS JOIN LATERAL (
                SELECT t.*, {TEXT} AS capitals FROM tickets_ticket t WHERE t.id = k.id OFFSET 0
            ) AS t WHERE {where} ORDER BY {inner} LIMIT {limit:d}
        ), scan_end AS (
            SELECT * FROM k WHERE (SELECT count(*) FROM h) < {limit:d} ORDER BY {inner} OFFSET {among - 1:d}
        )
        SELECT e.created_at, e.id, e.rank, h.* FROM (SELECT) AS one
        LEFT JOIN scan_end AS e ON TRUE LEFT JOIN h ON TRUE ORDER BY {outer}"""  # noqa: S608 (written here)
    return Query(sql, found.parameters | patterns | cut)


def _parse_scan(found: list[tuple[Any, ...]], excerpt: int | None) -> tuple[list[TicketRow], Position | None]:
    """The rows that a scan found, and the sort key of the last ticket that it read."""
    at, number, rank = found[0][:3]
    rows = [to_row(row[3:], excerpt) for row in found if row[4] is not None]
    return rows, Position(at, number, rank) if at else None


def _index_query(request: PageRequest) -> Query:
    where, patterns = _contains(request.selection.words, TEXT)
    hits = Query(f"SELECT {INDEX_COLUMNS} FROM tickets_ticket t WHERE {where}", patterns)  # noqa: S608 (written here)
    return rows_query(keys_among(hits, request), request)


def _contains(words: Sequence[str], text: str) -> tuple[str, dict[str, str]]:
    """The condition that an upper-case text contains every word, taken literally, in any case; and its parameters."""
    patterns = {f"word{number}": f"%{_escape_like(word)}%" for number, word in enumerate(words)}
    return " AND ".join(f"{text} LIKE UPPER(%({name})s)" for name in patterns), patterns


def _escape_like(word: str) -> str:
    for special in "\\%_":
        word = word.replace(special, f"\\{special}")
    return word


def _fetch_before(deadline: float, query: Query, *, prepare: bool = False) -> list[tuple[Any, ...]] | None:
    """What a statement gives, or None when the deadline passed first."""
    left = round((deadline - monotonic()) * 1000)
    if left <= 0:
        return None

    def run() -> list[tuple[Any, ...]]:
        with _settings_rolled_back():
            return fetch(query.sql, query.parameters, set_sql=SETTINGS.format(left=left), prepare=prepare)

    return none_on_timeout(run)


@contextmanager
def _settings_rolled_back() -> Iterator[None]:
    """Inside a transaction the settings would last until its end: a savepoint takes them back."""
    if not connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)  # nothing was written
