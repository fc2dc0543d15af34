"""How the database finds a page among 200,000 tickets: by conditions of an index alone, whatever is asked for."""

import json
from collections.abc import Iterator
from itertools import chain, combinations, product
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from postgres import prepared
from tickets.models import Ticket
from tickets.queue import filters
from tickets.queue.selectors import search
from tickets.queue.selectors.list_page import ticket_page
from tickets.queue.selectors.page_request import PageRequest, Position
from tickets.queue.selectors.selection import RANKS

pytestmark = pytest.mark.django_db
MANY = 200_000
FILL = """
INSERT INTO tickets_ticket (title, description, category, priority, status, created_at, suggested_by,
                            suggested_category, suggested_priority)
SELECT 'Scanner ' || n, repeat('It beeps. ', 20),
       (ARRAY['billing', 'technical', 'account', 'general'])[1 + n %% 4],
       (ARRAY['low', 'medium', 'high', 'critical'])[1 + n / 4 %% 4],
       (ARRAY['open', 'in_progress', 'resolved', 'closed', 'closed'])[1 + n / 16 %% 5],
       TIMESTAMPTZ '2026-01-01 00:00Z' + n * INTERVAL '1 minute',
       (ARRAY['ollama', 'openai', 'keywords', NULL])[1 + n / 7 %% 4],
       CASE WHEN n / 7 %% 4 < 3 THEN (ARRAY['billing', 'technical'])[1 + n / 28 %% 2] END,
       CASE WHEN n / 7 %% 4 < 3 THEN 'medium' END
FROM generate_series(1, %s) AS n
"""
LABELS = {
    "category": ("category=billing", "category=billing&category=account"),
    "priority": ("priority=critical", "priority=low&priority=high"),
    "status": ("status=open", "status=resolved&status=closed"),
}
SUGGESTIONS = ("source=ollama", "outcome=kept", "outcome=changed&source=openai&source=keywords", "changed=category")
RANGE = "created_from=2026-02-01&created_to=2026-03-31"
SORT_MOST = 64 * 51  # the first page of every combination of labels


@pytest.fixture
def full(db: None) -> None:
    """As a large desk has it; the words' indexes are not asked here, and take longest to fill."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX ticket_title_words; DROP INDEX ticket_text_words")
        cursor.execute(FILL, [MANY])
        cursor.execute("ANALYZE tickets_ticket")


def shapes() -> Iterator[str]:
    """One or several values of each subset of the labels, with and without a range and a suggestion's outcome."""
    subsets = chain.from_iterable(combinations(LABELS, size) for size in range(4))
    for names in subsets:
        for several in range(2 if names else 1):
            labels = "&".join(LABELS[name][several] for name in names)
            yield labels
            yield f"{labels}&{RANGE}"
    for suggested in SUGGESTIONS:
        yield suggested
        yield f"{suggested}&status=closed&category=billing&{RANGE}"


def statements(query: str, *, kept: bool = False, **where: Any) -> list[dict[str, Any]]:
    """The plans, as executed, of everything a page of this list asks the database.

    `kept`: not for these values, but for any, as the web workers' connections keep them ready.
    """
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql[sql.index(";") + 1 :] if "set_config" in sql else sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ticket_page(PageRequest(filters.selection(QueryDict(query)), limit=50, excerpt=240, **where))
    plans = []
    with connection.cursor() as cursor:
        for sql, parameters in asked:
            if "tickets_ticket" in sql:
                name, prepare, execute = prepared._statements(sql)
                if kept:
                    cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
                    cursor.execute(prepare)
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {execute if kept else sql}", parameters)
                (answer,) = cursor.fetchone()
                if kept:
                    cursor.execute(f"DEALLOCATE {name}")
                plans.append((json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"])
    return plans


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def check(plan: dict[str, Any], labelled: bool, suggested: bool) -> None:
    walks = [node for node in nodes(plan) if node.get("Index Name", "").startswith("ticket_")]
    assert len(walks) == 1
    condition = walks[0]["Index Cond"]
    assert "ROW(" in condition
    assert "created_at" in condition
    for name in ("category", "priority", "status") if labelled or suggested else ():
        assert f"({name} = " in condition
    if suggested:
        assert "suggested_by" in condition
        assert "suggested_changed" in condition
    for node in nodes(plan):
        assert node["Node Type"] != "Seq Scan"
        if "Relation Name" in node:
            assert "Filter" not in node, node["Filter"]
        if node["Node Type"] in {"Sort", "Incremental Sort"}:
            most = max(inner["Actual Rows"] * inner["Actual Loops"] for inner in node["Plans"])
            assert most <= SORT_MOST * (9 if suggested else 1)


@pytest.mark.usefixtures("full")
def test_every_filter_of_every_list_is_a_condition_of_an_index_at_any_depth() -> None:
    asked = 0
    middle = Ticket.objects.order_by("created_at")[MANY // 3]
    for query in shapes():
        for sort in ("newest", "oldest", "priority"):
            rank = RANKS["medium"] if sort == "priority" else 0
            deep = Position(middle.created_at, middle.pk, rank)
            for where in ({}, {"position": deep}, {"position": deep, "backward": True}):
                suggested = any(name in query for name in ("source", "outcome", "changed"))
                for kept in (False, True):
                    (plan,) = statements(f"{query}&sort={sort}", kept=kept, **where)
                    check(plan, any(name in query for name in LABELS) or sort == "priority", suggested)
                    asked += 1
    assert asked > 400


def test_words_that_few_tickets_hold_are_found_through_their_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FIRST_SCAN", 10)
    with connection.cursor() as cursor:
        cursor.execute(FILL, [2_000])
        cursor.execute("UPDATE tickets_ticket SET description = 'The zebra of Ward 3' WHERE title = 'Scanner 7'")
        cursor.execute("ANALYZE tickets_ticket")
        cursor.execute("SET LOCAL enable_seqscan = off")  # as the search does, in a transaction that is over then
    searches = ("search=zebra", "search=ZEBRA+3&category=general&sort=priority", "search=absent")
    for query, kept in product(searches, (False, True)):
        *_, last = statements(query, kept=kept)
        (walk,) = [node for node in nodes(last) if node.get("Index Name", "").startswith("ticket_")]
        assert (walk["Node Type"], walk["Index Name"]) == ("Bitmap Index Scan", "ticket_text_words")
        assert "Seq Scan" not in {node["Node Type"] for node in nodes(last)}


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("labels", ["", "&status=open&status=closed", "&sort=priority"])
def test_a_look_reads_its_tickets_by_their_keys_and_no_others(labels: str, kept: bool) -> None:
    with connection.cursor() as cursor:
        # So few that the planner would gladly ask all of them for the word, had it the choice.
        cursor.execute(FILL, [2_000])
        cursor.execute("ANALYZE tickets_ticket")
    for words in ("absent", "scanner", "it+beeps", "xy"):
        look, *_ = statements(f"search={words}{labels}", kept=kept)
        assert "Seq Scan" not in {node["Node Type"] for node in nodes(look)}
        (read,) = [node for node in nodes(look) if node.get("Index Name") == "tickets_ticket_pkey"]
        assert read["Actual Loops"] <= search.FIRST_SCAN
        if words == "scanner":  # they all hold it: a full page is enough
            assert read["Actual Loops"] <= 51
