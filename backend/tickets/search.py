"""Searches for words: each page is found with a bounded amount of work, however many tickets there are.

A word that many tickets hold fills a page from the first tickets of the list; a word that few hold is found through
the trigram index; and where neither will do, the page says how far the search came, and the next one goes on there.
"""

import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import Final, TypeVar

from django.db import OperationalError, connection, transaction

from tickets.keys import Place, Query, keys, keys_among
from tickets.rows import Row, read
from tickets.selection import Selection

FIRST_LOOK: Final = 400  # tickets: a few milliseconds
# Each further look takes in four times as many as all before it, up to so many tickets in all.
WIDER: Final = 4
MOST: Final = 6_400
MOST_FOR_FREQUENT_WORDS: Final = 25_600
PATIENCE_MS: Final = 500  # for everything after the first look
HIT: Final = "t.id, t.created_at, t.category, t.priority, t.status, t.suggested_by, t.suggested_changed"
QUERY_CANCELED: Final = "57014"
# As in the index ticket_text_words. The line's end between the two keeps a word from lying across them.
TEXT: Final = "UPPER(t.title || E'\\n' || t.description)"

Found = TypeVar("Found")


def search(
    selection: Selection, place: Place | None, *, back: bool, limit: int, excerpt: int | None
) -> tuple[list[Row], Place | None]:
    """At most `limit` rows after a place (before it, on the way back) that hold every word.

    With fewer rows than that comes the place up to which the search looked; None: it has seen everything.
    """
    rows, edge = _look(selection, place, back=back, among=FIRST_LOOK, limit=limit, excerpt=excerpt)
    looked = FIRST_LOOK
    until = monotonic() + PATIENCE_MS / 1000
    indexed = any(map(has_trigram, selection.words))
    while edge and (_pays(len(rows), looked, limit) if indexed else looked < MOST):
        further = _in_time(
            partial(
                _look,
                selection,
                edge,
                back=back,
                among=looked * (WIDER - 1),
                limit=limit - len(rows),
                excerpt=excerpt,
            ),
            until,
        )
        if further is None:
            break
        rows, edge = rows + further[0], further[1]
        looked *= WIDER
    if edge is None or not indexed:
        return rows, edge
    rest = _in_time(
        partial(_through_index, selection, edge, back=back, limit=limit - len(rows), excerpt=excerpt),
        until,
    )
    return (rows, edge) if rest is None else (rows + rest, None)


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
) -> tuple[list[Row], Place | None]:
    """Reads so many tickets in the list's order. The place of the last one, unless page or list ended before it."""
    found = keys(selection, place, back=back, limit=among)
    where, patterns = _holds(selection.words, "u.text")
    # The text in capitals is made once, not for each word.
    where = f"(SELECT {where} FROM (SELECT {TEXT} AS text OFFSET 0) AS u)"  # noqa: S608 (written here)
    candidates = Query(found.sql, found.parameters | patterns)
    rows = read(candidates, selection.sort, back=back, limit=limit, excerpt=excerpt, where=where)
    if len(rows) == limit:
        return rows, None
    with connection.cursor() as cursor:
        cursor.execute(f"{found.sql} OFFSET %(skipped)s", found.parameters | {"skipped": among - 1})
        last = cursor.fetchone()
    return rows, Place(last[1], last[2], last[0]) if last else None


def _through_index(
    selection: Selection, place: Place | None, *, back: bool, limit: int, excerpt: int | None
) -> list[Row]:
    where, patterns = _holds(selection.words, TEXT)
    hits = Query(f"SELECT {HIT} FROM tickets_ticket t WHERE {where}", patterns)  # noqa: S608 (written here)
    found = keys_among(hits, selection, place, back=back, limit=limit)
    return read(found, selection.sort, back=back, limit=limit, excerpt=excerpt)


def _holds(words: Sequence[str], text: str) -> tuple[str, dict[str, str]]:
    """That a text in capitals holds every word, taken literally, in any case; and the parameters of that."""
    patterns = {f"word{number}": f"%{_literal(word)}%" for number, word in enumerate(words)}
    return " AND ".join(f"{text} LIKE UPPER(%({name})s)" for name in patterns), patterns


def _literal(word: str) -> str:
    for special in "\\%_":
        word = word.replace(special, f"\\{special}")
    return word


def _in_time(step: Callable[[], Found], until: float) -> Found | None:
    """What a step gives, or None when one of its statements went on after its time was over."""
    left = round((until - monotonic()) * 1000)
    if left <= 0:
        return None
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                # Reading the whole table is never the better way here, though for a common word it may look so;
                # and compiling a statement costs more than running it.
                cursor.execute(
                    "SELECT set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true),"
                    " set_config('jit', 'off', true)",
                    [str(left)],
                )
            found = step()
            # Nothing was written, and this takes the settings back also where we are inside another transaction.
            transaction.set_rollback(True)
            return found
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != QUERY_CANCELED:
            raise
        return None
