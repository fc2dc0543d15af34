"""Searches for words with a bounded amount of work per page, for any number of tickets.

Frequent words fill a page by a scan of the first tickets of the list. Rare words are found by the trigram index. If
both take too long, the search stops at a position from which the next page continues.
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

FIRST_SCAN: Final = 200  # tickets, in one or two milliseconds
# With each further scan the number of scanned tickets grows by this factor, up to the maximum.
SCAN_GROWTH: Final = 4
SCAN_MAX: Final = 6_400
SCAN_MAX_FREQUENT_WORDS: Final = 25_600
TIMEOUT_MS: Final = 500  # for everything after the first scan
INDEX_COLUMNS: Final = "t.id, t.created_at, t.category, t.priority, t.status, t.suggested_by, t.suggested_changed"
# The expression of the index ticket_text_words. The line feed keeps a word from matching across title and description.
TEXT: Final = "UPPER(t.title || E'\\n' || t.description)"
# The planner overestimates sequential scans for frequent words, and JIT compiling takes longer than the query. They are
# sent in one message with the query, so that they apply to it alone.
SETTINGS: Final = """SELECT set_config('statement_timeout', '{left:d}', true),
    set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true);"""


def search(request: PageRequest) -> tuple[list[TicketRow], Position | None]:
    """At most `limit` rows that contain every word of the selection.

    With fewer rows, the position at which the search stopped; None if it has searched every ticket.
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
    # Always for a whole page, so that the text of the prepared statement does not vary.
    rest = _fetch_before(deadline, _index_query(request.at(scan_end, limit=request.limit)), prepare=True)
    if rest is None:
        return rows, scan_end
    return rows + [to_row(row, request.excerpt) for row in rest[: request.limit - len(rows)]], None


def _scan_is_cheaper(found: int, scanned: int, limit: int) -> bool:
    """Whether further scans will fill the page soon, at the rate of matches so far.

    The index is cheaper only for rare words, because every ticket that it returns is read in random order.
    """
    return scanned < SCAN_MAX_FREQUENT_WORDS and found * SCAN_MAX_FREQUENT_WORDS >= limit * scanned


def has_trigram(word: str) -> bool:
    """Whether the word contains a trigram and can be found by the index: three consecutive letters or digits."""
    runs = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in word).split()
    return any(len(run) >= 3 for run in runs)


def _scan(request: PageRequest, *, among: int) -> Query:
    """Scan `among` tickets in the order of the list. Each result row contains the sort key of the last scanned ticket.

    The key is null if the page was full or the list ended earlier. Without matches there is one row of nulls.
    """
    found = keys(request.at(request.position, limit=among))
    where, patterns = _contains(request.selection.words, "t.capitals")
    selected, cut = columns(request.excerpt)
    inner = order_by(request, table="k")
    outer = order_by(request, table="h", rank="h.rank")
    limit = request.limit
    # OFFSET 0 is an optimization fence. Each text is read by its key, in order and until the page is full, and
    # converted to upper case once. Otherwise the planner may match the words against every ticket first.
    sql = f"""
        WITH k AS MATERIALIZED ({found.sql}), h AS MATERIALIZED (
            SELECT k.rank, {selected} FROM k CROSS JOIN LATERAL (
                SELECT t.*, {TEXT} AS capitals FROM tickets_ticket t WHERE t.id = k.id OFFSET 0
            ) AS t WHERE {where} ORDER BY {inner} LIMIT {limit:d}
        ), scan_end AS (
            SELECT * FROM k WHERE (SELECT count(*) FROM h) < {limit:d} ORDER BY {inner} OFFSET {among - 1:d}
        )
        SELECT e.created_at, e.id, e.rank, h.* FROM (SELECT) AS one
        LEFT JOIN scan_end AS e ON TRUE LEFT JOIN h ON TRUE ORDER BY {outer}"""
    return Query(sql, found.parameters | patterns | cut)


def _parse_scan(found: list[tuple[Any, ...]], excerpt: int | None) -> tuple[list[TicketRow], Position | None]:
    """The rows of a scan, and the sort key of the last scanned ticket."""
    at, number, rank = found[0][:3]
    rows = [to_row(row[3:], excerpt) for row in found if row[4] is not None]
    return rows, Position(at, number, rank) if at else None


def _index_query(request: PageRequest) -> Query:
    where, patterns = _contains(request.selection.words, TEXT)
    hits = Query(f"SELECT {INDEX_COLUMNS} FROM tickets_ticket t WHERE {where}", patterns)
    return rows_query(keys_among(hits, request), request)


def _contains(words: Sequence[str], text: str) -> tuple[str, dict[str, str]]:
    """The condition that an upper-case text contains every word literally, and its parameters."""
    patterns = {f"word{number}": f"%{_escape_like(word)}%" for number, word in enumerate(words)}
    return " AND ".join(f"{text} LIKE UPPER(%({name})s)" for name in patterns), patterns


def _escape_like(word: str) -> str:
    for special in "\\%_":
        word = word.replace(special, f"\\{special}")
    return word


def _fetch_before(deadline: float, query: Query, *, prepare: bool = False) -> list[tuple[Any, ...]] | None:
    """The rows of a query, or None if the deadline passed first."""
    left = round((deadline - monotonic()) * 1000)
    if left <= 0:
        return None

    def run() -> list[tuple[Any, ...]]:
        with _settings_rolled_back():
            return fetch(query.sql, query.parameters, set_sql=SETTINGS.format(left=left), prepare=prepare)

    return none_on_timeout(run)


@contextmanager
def _settings_rolled_back() -> Iterator[None]:
    """Inside a transaction the settings would last until its end. A savepoint rolls them back."""
    if not connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)  # nothing was written
