"""Query plans of the list with 200,000 tickets: every filter is an index condition."""

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
SORTED_ROWS_MAX = 64 * 51  # the first page of every combination of labels


@pytest.fixture
def full(db: None) -> None:
    """A large table, without the trigram indexes: they are not used here and slow to fill."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX ticket_title_words; DROP INDEX ticket_text_words")
        cursor.execute(FILL, [MANY])
        cursor.execute("ANALYZE tickets_ticket")


def shapes() -> Iterator[str]:
    """Queries with one or several values of each subset of the labels, and with ranges and outcomes."""
    subsets = chain.from_iterable(combinations(LABELS, size) for size in range(4))
    for names in subsets:
        for several in range(2 if names else 1):
            labels = "&".join(LABELS[name][several] for name in names)
            yield labels
            yield f"{labels}&{RANGE}"
    for suggested in SUGGESTIONS:
        yield suggested
        yield f"{suggested}&status=closed&category=billing&{RANGE}"


def plans_of(query: str, *, generic: bool = False, **where: Any) -> list[dict[str, Any]]:
    """The executed plans of all queries of a page.

    `generic`: the generic plans of prepared plans_of, as in the web workers.
    """
    recorded: list[tuple[str, Any]] = []

    def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        recorded.append((sql[sql.index(";") + 1 :] if "set_config" in sql else sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        ticket_page(PageRequest(filters.selection(QueryDict(query)), limit=50, excerpt=240, **where))
    plans = []
    with connection.cursor() as cursor:
        for sql, parameters in recorded:
            if "tickets_ticket" in sql:
                name, prepare, execute = prepared._statements(sql)
                if generic:
                    cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
                    cursor.execute(prepare)
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {execute if generic else sql}", parameters)
                (answer,) = cursor.fetchone()
                if generic:
                    cursor.execute(f"DEALLOCATE {name}")
                plans.append((json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"])
    return plans


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def check(plan: dict[str, Any], labelled: bool, suggested: bool) -> None:
    scans = [node for node in nodes(plan) if node.get("Index Name", "").startswith("ticket_")]
    assert len(scans) == 1
    condition = scans[0]["Index Cond"]
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
            sorted_rows = max(inner["Actual Rows"] * inner["Actual Loops"] for inner in node["Plans"])
            assert sorted_rows <= SORTED_ROWS_MAX * (9 if suggested else 1)


@pytest.mark.usefixtures("full")
def test_every_filter_is_an_index_condition_on_every_page() -> None:
    checked = 0
    middle = Ticket.objects.order_by("created_at")[MANY // 3]
    for query in shapes():
        for sort in ("newest", "oldest", "priority"):
            rank = RANKS["medium"] if sort == "priority" else 0
            deep = Position(middle.created_at, middle.pk, rank)
            for where in ({}, {"position": deep}, {"position": deep, "backward": True}):
                suggested = any(name in query for name in ("source", "outcome", "changed"))
                for generic in (False, True):
                    (plan,) = plans_of(f"{query}&sort={sort}", generic=generic, **where)
                    check(plan, any(name in query for name in LABELS) or sort == "priority", suggested)
                    checked += 1
    assert checked > 400


def test_rare_words_are_found_by_the_trigram_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FIRST_SCAN", 10)
    with connection.cursor() as cursor:
        cursor.execute(FILL, [2_000])
        cursor.execute("UPDATE tickets_ticket SET description = 'The zebra of Ward 3' WHERE title = 'Scanner 7'")
        cursor.execute("ANALYZE tickets_ticket")
        cursor.execute("SET LOCAL enable_seqscan = off")  # as the search itself does
    searches = ("search=zebra", "search=ZEBRA+3&category=general&sort=priority", "search=absent")
    for query, generic in product(searches, (False, True)):
        *_, last = plans_of(query, generic=generic)
        (scan,) = [node for node in nodes(last) if node.get("Index Name", "").startswith("ticket_")]
        assert (scan["Node Type"], scan["Index Name"]) == ("Bitmap Index Scan", "ticket_text_words")
        assert "Seq Scan" not in {node["Node Type"] for node in nodes(last)}


@pytest.mark.parametrize("generic", [False, True])
@pytest.mark.parametrize("labels", ["", "&status=open&status=closed", "&sort=priority"])
def test_a_scan_reads_only_its_tickets_by_their_keys(labels: str, generic: bool) -> None:
    with connection.cursor() as cursor:
        # So few that the planner would otherwise prefer a sequential scan.
        cursor.execute(FILL, [2_000])
        cursor.execute("ANALYZE tickets_ticket")
    for words in ("absent", "scanner", "it+beeps", "xy"):
        scan, *_ = plans_of(f"search={words}{labels}", generic=generic)
        assert "Seq Scan" not in {node["Node Type"] for node in nodes(scan)}
        (read,) = [node for node in nodes(scan) if node.get("Index Name") == "tickets_ticket_pkey"]
        assert read["Actual Loops"] <= search.FIRST_SCAN
        if words == "scanner":  # all tickets match, so the scan stops after a full page
            assert read["Actual Loops"] <= 51
