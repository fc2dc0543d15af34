"""Searches for words: each page is found with a bounded amount of work, however many tickets there are.

A word that many tickets hold fills a page from the first tickets of the list; a word that few hold is found through
the trigram index; and where neither will do, the page says how far the search came, and the next one goes on there.
"""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from django.db import OperationalError, connection, transaction

from tickets.keys import Place, Query, keys, keys_among
from tickets.rows import Row, read
from tickets.selection import Selection

FIRST_LOOK: Final = 400  # tickets: a few milliseconds
LONG_LOOK: Final = 5_000
PATIENCE_MS: Final = 500  # for each of the two statements after the first look
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
    if edge is None:
        return rows, None
    # At the rate so far, would a long look fill the page? If not, few tickets hold these words.
    often = len(rows) * LONG_LOOK >= limit * FIRST_LOOK
    indexed = any(map(has_trigram, selection.words))
    if often or not indexed:
        looked = _in_time(
            lambda: _look(selection, edge, back=back, among=LONG_LOOK, limit=limit - len(rows), excerpt=excerpt)
        )
        if looked:
            rows, edge = rows + looked[0], looked[1]
    if edge is None or not indexed:
        return rows, edge
    rest = _in_time(
        lambda: _through_index(selection, edge, back=back, limit=limit - len(rows), excerpt=excerpt),
    )
    return (rows, edge) if rest is None else (rows + rest, None)


def has_trigram(word: str) -> bool:
    """Whether the index knows anything of this word: three letters or digits in a row."""
    runs = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in word).split()
    return any(len(run) >= 3 for run in runs)


def _look(
    selection: Selection, place: Place | None, *, back: bool, among: int, limit: int, excerpt: int | None
) -> tuple[list[Row], Place | None]:
    """Reads so many tickets in the list's order. The place of the last one, unless page or list ended before it."""
    found = keys(selection, place, back=back, limit=among)
    where, patterns = _holds(selection.words)
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
    where, patterns = _holds(selection.words)
    hits = Query(f"SELECT {HIT} FROM tickets_ticket t WHERE {where}", patterns)  # noqa: S608 (written here)
    found = keys_among(hits, selection, place, back=back, limit=limit)
    return read(found, selection.sort, back=back, limit=limit, excerpt=excerpt)


def _holds(words: Sequence[str]) -> tuple[str, dict[str, str]]:
    """That a ticket holds every word, taken literally, in any case; and the parameters of that."""
    patterns = {f"word{number}": f"%{_literal(word)}%" for number, word in enumerate(words)}
    return " AND ".join(f"{TEXT} LIKE UPPER(%({name})s)" for name in patterns), patterns


def _literal(word: str) -> str:
    for special in "\\%_":
        word = word.replace(special, f"\\{special}")
    return word


def _in_time(step: Callable[[], Found]) -> Found | None:
    """What a step gives, or None when one of its statements took longer than PATIENCE_MS."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                # Reading the whole table is never the better way here, though for a common word it may look so;
                # and compiling a statement costs more than running it.
                cursor.execute(
                    "SELECT set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true),"
                    " set_config('jit', 'off', true)",
                    [str(PATIENCE_MS)],
                )
            found = step()
            # Nothing was written, and this takes the settings back also where we are inside another transaction.
            transaction.set_rollback(True)
            return found
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != QUERY_CANCELED:
            raise
        return None
