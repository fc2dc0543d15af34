"""The tallies always equal a count of all tickets, for every kind and order of writes."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from bench.data.copy_format import line
from insights.checks import check_tally_time_zone
from insights.models import LATENCY_BUCKETS, DayTally, LatencyTally, OutcomeTally, TicketTally
from insights.selectors.insights import percentile
from insights.selectors.stats import ticket_stats
from insights.selectors.tally import tally_differences
from insights.services import tally_rebuild
from postgres.locks import TALLY_SLOT
from suggestions.choices import Category, Priority, Source
from tickets import services
from tickets.choices import Status
from tickets.models import Ticket

Make = Callable[..., Ticket]
CREATED_AT = datetime(2026, 3, 1, 22, tzinfo=UTC)
labels = {"category": st.sampled_from(Category.values), "priority": st.sampled_from(Priority.values)}
present = labels | {
    "status": st.sampled_from(Status.values),
    # Hours around midnight, in several time zones.
    "created_at": st.integers(0, 30).map(lambda hours: CREATED_AT + timedelta(hours=hours)),
}
suggestion = {
    "suggested_by": st.sampled_from(Source.values),
    "suggested_category": st.none() | labels["category"],
    "suggested_priority": labels["priority"],
    "suggested_ms": st.none() | st.integers(0, 40_000) | st.integers(0, 2**31 - 1),
    "suggested_text_changed": st.booleans(),
}
COLUMNS = ("title", "description", *present, *suggestion)
RAW = f"INSERT INTO tickets_ticket ({', '.join(COLUMNS)}) VALUES "
ONE = f"({', '.join(['%s'] * len(COLUMNS))})"
GIVEN = ", ".join(f"given.{name}{'::int' if name == 'suggested_ms' else ''}" for name in COLUMNS)
MERGE = f"""
MERGE INTO tickets_ticket USING (
    SELECT row_number() OVER () AS place, given.* FROM (VALUES %s) AS given ({", ".join(COLUMNS)})
) AS given ON id %%%% %%s = place
WHEN MATCHED AND place = 1 THEN DELETE
WHEN MATCHED THEN UPDATE SET category = given.category, status = given.status
WHEN NOT MATCHED THEN INSERT ({", ".join(COLUMNS)}) VALUES ({GIVEN})
"""
nothing = st.just(
    dict.fromkeys(("suggested_by", "suggested_category", "suggested_priority", "suggested_ms"))
    | {"suggested_text_changed": False}
)
rows = st.builds(
    lambda one, two: {"title": "A title", "description": "A text"} | one | two,
    st.fixed_dictionaries(present),
    nothing | st.fixed_dictionaries(suggestion),
)
changes = st.fixed_dictionaries({}, optional=present) | st.fixed_dictionaries(suggestion) | nothing
every_nth = st.integers(1, 4)  # the ids divisible by n
steps = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), rows),
        st.tuples(st.just("bulk"), st.lists(rows, max_size=8)),
        st.tuples(st.just("raw"), st.lists(rows, min_size=1, max_size=8)),
        st.tuples(st.just("copy"), st.lists(rows, min_size=1, max_size=8)),
        st.tuples(st.just("upsert"), st.lists(rows, min_size=1, max_size=8)),
        st.tuples(st.just("merge"), every_nth, st.lists(rows, min_size=1, max_size=8)),
        st.tuples(st.just("change"), every_nth, changes),
        st.tuples(st.just("rotate"), every_nth),
        st.tuples(st.just("delete"), every_nth),
        st.tuples(st.just("rollback"), st.lists(rows, min_size=1, max_size=3)),
        st.just(("truncate",)),
        st.just(("rebuild",)),
    ),
    max_size=12,
)


def execute(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def run_step(kind: str, *what: Any) -> None:
    """Run one kind of write."""
    if kind == "insert":
        Ticket.objects.create(**what[0])
    elif kind == "bulk":
        Ticket.objects.bulk_create(Ticket(**row) for row in what[0])
    elif kind == "raw":
        values = [row[column] for row in what[0] for column in COLUMNS]
        execute(RAW + ", ".join([ONE] * len(what[0])), *values)
    elif kind == "copy":
        lines = "".join(line(tuple(row[column] for column in COLUMNS)) for row in what[0])
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY tickets_ticket ({', '.join(COLUMNS)}) FROM STDIN", StringIO(lines))
    elif kind == "merge":
        # One statement that deletes, updates and inserts.
        values = [row[column] for row in what[1] for column in COLUMNS]
        execute(MERGE % ", ".join([ONE] * len(what[1])), *values, what[0])
    elif kind == "upsert":
        # One statement that inserts and updates, because every_nth of the ids exist.
        start = Ticket.objects.order_by("id").values_list("id", flat=True).last() or 1
        fields = [name for name in what[0][0] if name not in {"title", "description"}]
        Ticket.objects.bulk_create(
            (Ticket(id=start + offset, **row) for offset, row in enumerate(what[0])),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=fields,
        )
        execute("SELECT setval('tickets_ticket_id_seq', %s)", start + len(what[0]))
    elif kind == "change":
        Ticket.objects.alias(turn=F("id") % what[0]).filter(turn=0).update(**what[1], version=F("version") + 1)
    elif kind == "rotate":
        # One statement that moves many tickets between keys.
        execute(
            "UPDATE tickets_ticket SET status = CASE status WHEN 'open' THEN 'closed' WHEN 'closed' THEN 'resolved'"
            " ELSE 'open' END, category = CASE category WHEN 'billing' THEN 'account' ELSE 'billing' END"
            " WHERE id %% %s = 0",
            what[0],
        )
    elif kind == "delete":
        execute("DELETE FROM tickets_ticket WHERE id %% %s = 0", what[0])
    elif kind == "rollback":
        with transaction.atomic():
            run_step("raw", what[0])
            transaction.set_rollback(True)
    elif kind == "truncate":
        execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE fails while deferred constraints are pending
        execute("TRUNCATE tickets_ticket CASCADE")
    elif kind == "rebuild":
        tally_rebuild()


@pytest.mark.django_db
@settings(deadline=None, max_examples=60)
@given(zone=st.sampled_from(["UTC", "America/St_Johns", "Pacific/Kiritimati"]), history=steps)
def test_after_any_writes_the_tallies_equal_the_tickets(zone: str, history: list[tuple[Any, ...]]) -> None:
    with override_settings(TIME_ZONE=zone), transaction.atomic():
        tally_rebuild()
        for step in history:
            run_step(*step)
        assert tally_differences() == []
        assert ticket_stats()["total_tickets"] == Ticket.objects.count()
        transaction.set_rollback(True)


def write(seed: int, rounds: int) -> None:
    dice = random.Random(seed)
    try:
        for _ in range(rounds):
            chosen = [Ticket.objects.values_list("id", flat=True).order_by("?").first() for _ in range(2)]
            labelled = {"category": dice.choice(Category.values), "priority": dice.choice(Priority.values)}
            match dice.choice(["create", "create", "update", "erase", "two updates"]):
                case "create":
                    services.ticket_create(title="A title", description="A text", **labelled)
                case "update" if chosen[0]:
                    change(chosen[0], status=dice.choice(Status.values), **labelled)
                case "two updates" if all(chosen):
                    with transaction.atomic():
                        # Sorted, so that only the tallies could deadlock, not the tickets.
                        for number in sorted(filter(None, chosen)):
                            change(number, **labelled, status=dice.choice(Status.values))
                case "erase" if chosen[0]:
                    erase(chosen[0])
    finally:
        connection.close()


def rebuild_repeatedly() -> None:
    try:
        for _ in range(5):
            tally_rebuild()
    finally:
        connection.close()


def change(number: int, **labelled: Any) -> None:
    Ticket.objects.filter(pk=number).update(**labelled)


def erase(number: int) -> None:
    with suppress(Ticket.DoesNotExist):  # another writer was faster
        services.ticket_erase(ticket_id=number)


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_and_rebuilds_lose_no_count_and_never_deadlock(ticket: Make) -> None:
    for _ in range(20):
        ticket()
    with ThreadPoolExecutor(9) as pool:
        done = [pool.submit(write, seed, 40) for seed in range(8)] + [pool.submit(rebuild_repeatedly)]
    assert [one.exception() for one in done] == [None] * 9
    assert tally_differences() == []
    assert ticket_stats()["total_tickets"] == Ticket.objects.count() > 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("taken", "waits"), [(15, False), (16, True)])
def test_a_writer_waits_only_if_every_slot_is_locked(taken: int, waits: bool) -> None:
    stored = threading.Event()

    def store() -> None:
        try:
            services.ticket_create(title="A title", description="A text", category="billing", priority="low")
            stored.set()
        finally:
            connection.close()

    writer = threading.Thread(target=store)
    with transaction.atomic():
        execute("SELECT pg_advisory_xact_lock(%s, slot) FROM generate_series(0, %s) AS slot", TALLY_SLOT, taken - 1)
        writer.start()
        assert stored.wait(1 if waits else 20) is not waits
    writer.join(20)
    assert stored.is_set()
    assert tally_differences() == []


@pytest.mark.django_db
def test_an_erased_ticket_is_not_counted(ticket: Make) -> None:
    first = ticket()
    Ticket.objects.filter(pk=first.pk).update(created_at=CREATED_AT)
    ticket()
    services.ticket_erase(ticket_id=first.pk)
    assert tally_differences() == []
    stats = ticket_stats()
    assert (stats["total_tickets"], stats["avg_tickets_per_day"]) == (1, 1.0)


@pytest.mark.django_db
def test_check_tally_reports_a_difference_and_rebuild_tally_corrects_it(ticket: Make) -> None:
    ticket(category="billing", priority="low")
    assert output("check_tally") == "The tallies agree with the tickets.\n"
    TicketTally.objects.update(n=F("n") + 2)
    DayTally.objects.all().delete()
    out = StringIO()
    with pytest.raises(CommandError, match=r"^2 counts differ: `manage\.py rebuild_tally`"):
        call_command("check_tally", stdout=out)
    assert "TicketTally (billing, low, open): 3 stored, 1 counted" in out.getvalue()
    assert "DayTally" in out.getvalue()
    assert output("rebuild_tally") == "The tallies are rebuilt by the days of UTC.\n"
    assert output("check_tally") == "The tallies agree with the tickets.\n"


@pytest.mark.django_db(transaction=True)
def test_check_tally_reads_one_snapshot_and_writes_nothing(ticket: Make) -> None:
    ticket()
    assert output("check_tally") == "The tallies agree with the tickets.\n"
    ticket()  # the connection is not left read-only
    assert Ticket.objects.count() == 2


def output(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("tally", [TicketTally, DayTally, OutcomeTally, LatencyTally])
def test_every_tally_is_checked(ticket: Make, tally: Any) -> None:
    made = ticket(category=None)
    assert made.suggested_by == "keywords"
    tally.objects.update(n=F("n") + 1)
    assert {one.tally for one in tally_differences()} == {tally.__name__}


@pytest.mark.django_db
def test_another_time_zone_warns_until_the_rebuild(ticket: Make, settings: Settings) -> None:
    Ticket.objects.filter(pk=ticket().pk).update(created_at=CREATED_AT)
    assert check_tally_time_zone(databases=["default"]) == []
    settings.TIME_ZONE = "Asia/Kolkata"
    (warning,) = check_tally_time_zone(databases=["default"])
    assert "days of UTC, but TIME_ZONE is Asia/Kolkata: run `manage.py rebuild_tally`" in warning.msg
    assert ticket_stats()["total_tickets"] == 1
    tally_rebuild()
    assert check_tally_time_zone(databases=["default"]) == []
    assert DayTally.objects.get().day == date(2026, 3, 2)
    Ticket.objects.update(status="closed")
    assert tally_differences() == []


@pytest.mark.django_db
def test_days_before_the_first_remaining_ticket_do_not_count(ticket: Make) -> None:
    for days in (9, 0):
        Ticket.objects.filter(pk=ticket().pk).update(created_at=datetime.now(UTC) - timedelta(days=days))
    assert ticket_stats()["avg_tickets_per_day"] == 0.2
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    Ticket.objects.filter(created_at__lt=datetime.now(UTC) - timedelta(days=5)).update(created_at=datetime.now(UTC))
    assert ticket_stats()["avg_tickets_per_day"] == 2.0


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=200), st.sampled_from([0.5, 0.95]))
@settings(deadline=None)
def test_a_percentile_is_within_its_documented_error(latencies: list[int], part: float) -> None:
    counts: dict[int, int] = {}
    for ms in latencies:
        begin = max(bound for bound in LATENCY_BUCKETS if bound <= ms)
        counts[begin] = counts.get(begin, 0) + 1
    exact = sorted(latencies)[-int(-len(latencies) * part // 1) - 1]
    found = percentile(sorted(counts.items()), part)
    assert found is not None
    assert abs(found - exact) <= 0.0625 * exact
    assert exact >= 16 or found == exact


def test_without_latencies_there_is_no_percentile() -> None:
    assert percentile([], 0.5) is None
    assert percentile([(3, 0)], 0.5) is None
