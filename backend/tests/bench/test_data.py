"""The synthetic tickets of `make bench`: reproducible, distributed as promised, and accepted by the database."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import psycopg2
import pytest
from tools import backend

from bench.data.copy_format import chunks, line
from bench.data.corpus import ABSENT, COMMON, RARE, RARE_TICKETS, TWO_WORDS, corpus
from bench.data.fill import fill
from bench.data.tickets import Ticket, tickets
from suggestions.choices import Category, Priority
from testing.serving import migrated_database
from tickets.choices import Status

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def made(count: int, seed: int = 1) -> list[Ticket]:
    return [ticket for ticket, _ in tickets(count, now=NOW, seed=seed)]


def holding(word: str, among: list[Ticket]) -> int:
    return sum(word in f"{one.title} {one.description}".lower() for one in among)


def test_the_same_seed_makes_the_same_tickets_and_another_seed_others() -> None:
    assert list(tickets(50, now=NOW)) == list(tickets(50, now=NOW))
    assert made(50, seed=2) != made(50)


@pytest.mark.parametrize("count", [100, 3000])
def test_rare_common_and_absent_words_have_their_frequency(count: int) -> None:
    some = made(count)
    assert holding(RARE, some) == RARE_TICKETS
    assert holding(ABSENT, some) == 0
    assert holding(COMMON, some) > count / 4
    assert all(word in " ".join(corpus().words[0]).lower() for word in TWO_WORDS)


def test_tickets_are_in_order_over_three_years_and_none_is_in_the_future() -> None:
    some = made(3000)
    assert [one.id for one in some] == list(range(1, 3001))
    assert NOW - timedelta(days=3 * 365 + 1) < some[0].created_at < NOW - timedelta(days=3 * 365 - 40)
    assert NOW - timedelta(days=1) < max(one.updated_at for one in some) <= NOW
    # In order up to an hour.
    hour = timedelta(hours=1)
    assert all(later.created_at > earlier.created_at - hour for earlier, later in pairwise(some))


def test_old_tickets_are_closed_and_new_ones_open_with_every_label_among_them() -> None:
    some = made(3000)
    assert sum(one.status == "closed" for one in some[:1000]) > 900
    assert sum(one.status == "open" for one in some[-20:]) >= 8
    for field, labels in (("category", Category), ("priority", Priority), ("status", Status)):
        assert {getattr(one, field) for one in some} == set(labels.values)


def test_the_history_ends_at_the_present_status() -> None:
    for ticket, events in tickets(500, now=NOW):
        assert events[0].field == "created"
        assert ticket.version == len(events)
        assert ticket.updated_at == max(event.at for event in events)
        assert ([event.new for event in events if event.field == "status"] or ["open"])[-1] == ticket.status


def test_copy_format_escapes_its_values() -> None:
    assert line((1, None, True, "a\tb\\c\nd\re", NOW)) == "1\t\\N\tt\ta\\tb\\\\c\\nd\\re\t2026-11-25T12:00:00+00:00\n"
    assert list(chunks(iter(range(5)), 2)) == [[0, 1], [2, 3], [4]]


def test_filling_a_database_keeps_every_rule_index_and_tally(tmp_path: Path) -> None:
    with migrated_database(tmp_path) as environ:
        before = shape(environ["DATABASE_URL"])
        fill(environ["DATABASE_URL"], 300, now=NOW)
        assert shape(environ["DATABASE_URL"]) == before
        output = backend.manage(environ, "check_tally", failure="the tallies are wrong", log=tmp_path / "log")
    assert "agree" in output


def shape(address: str) -> list[tuple[str, ...]]:
    """Every index, constraint and trigger of the database."""
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid::regclass::text LIKE 'tickets_%'"
            " UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint"
            " UNION ALL SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
            " ORDER BY 1"
        )
        return cursor.fetchall()
