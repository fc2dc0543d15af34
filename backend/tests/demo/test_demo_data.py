"""The demonstration's tickets: each could have been submitted, and together they look like a real desk."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from demo import DemoTicket, relative_time, tickets
from tickets.serializers import TicketCreateSerializer
from triage.labels import CATEGORIES, PRIORITIES

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
# Every day of a week, at both ends of the day, and around the hour that summer time skips or repeats.
LOADED_AT = [
    *(datetime(2026, 11, day, *clock, tzinfo=UTC) for day in range(23, 30) for clock in ((0, 1), (12, 0), (23, 59))),
    datetime(2026, 10, 26, 9, 0, tzinfo=BERLIN),
    datetime(2027, 3, 28, 3, 10, tzinfo=BERLIN),
]
STATUSES = ("open", "in_progress", "resolved", "closed")
FILED_AS = ("title", "description", "requester", "category", "priority", "status")


@cache
def at(now: datetime) -> list[DemoTicket]:
    return tickets(now)


def share(matching: int, of: int) -> float:
    return round(100 * matching / of, 1)


def is_working_time(moment: datetime) -> bool:
    return moment.weekday() < 5 and 7 <= moment.hour < 18


def test_there_are_three_hundred_and_no_two_alike() -> None:
    assert len(at(NOON)) == 300
    assert len({one.title.casefold() for one in at(NOON)}) == 300
    assert len({one.description.casefold() for one in at(NOON)}) == 300


def test_each_could_have_been_submitted_to_the_api_as_it_stands() -> None:
    for one in at(NOON):
        submission = {field: getattr(one, field) for field in FILED_AS}
        serializer = TicketCreateSerializer(data=submission)
        assert serializer.is_valid(), (one.title, serializer.errors)
        assert serializer.validated_data == submission


def test_each_suggestion_is_one_the_chain_could_have_made() -> None:
    for one in at(NOON):
        if one.suggested is None:
            continue
        assert set(one.suggested) == {"category", "priority", "source", "model", "confidence"}, one.title
        assert one.suggested["category"] in CATEGORIES
        assert one.suggested["priority"] in PRIORITIES
        assert (one.suggested["source"], one.suggested["model"] is None) in {("ollama", False), ("keywords", True)}
        assert set(one.suggested["confidence"]) == {"category", "priority"}
        assert all(0 < confidence < 1 for confidence in one.suggested["confidence"].values())


def test_most_suggestions_were_kept_and_some_were_not() -> None:
    suggested = [(one, one.suggested) for one in at(NOON) if one.suggested]
    changed = [one for one, was in suggested if (one.category, one.priority) != (was["category"], was["priority"])]
    assert 80 <= share(len(suggested), of=300) <= 97
    assert 8 <= share(len(changed), of=len(suggested)) <= 25
    assert {was["source"] for _, was in suggested} == {"ollama", "keywords"}


@pytest.mark.parametrize(
    ("label", "low", "high"),
    [("technical", 35, 45), ("account", 20, 30), ("billing", 10, 20), ("general", 15, 25)],
)
def test_the_categories_come_in_the_proportions_of_a_real_desk(label: str, low: int, high: int) -> None:
    assert low <= share(sum(one.category == label for one in at(NOON)), of=300) <= high


@pytest.mark.parametrize(
    ("label", "low", "high"),
    [("critical", 2, 6), ("high", 13, 22), ("medium", 40, 52), ("low", 25, 38)],
)
def test_the_priorities_come_in_the_proportions_of_a_real_desk(label: str, low: int, high: int) -> None:
    assert low <= share(sum(one.priority == label for one in at(NOON)), of=300) <= high


def test_old_tickets_are_mostly_done_and_new_ones_are_mostly_not() -> None:
    assert {one.status for one in at(NOON)} == set(STATUSES)
    old = [one for one in at(NOON) if one.created_at < NOON - timedelta(days=30)]
    new = [one for one in at(NOON) if one.created_at > NOON - timedelta(days=2)]
    assert share(sum(one.status in ("resolved", "closed") for one in old), of=len(old)) > 95
    assert share(sum(one.status in ("open", "in_progress") for one in new), of=len(new)) > 80


def test_the_texts_are_of_very_different_lengths() -> None:
    lengths = [len(one.description) for one in at(NOON)]
    assert min(lengths) < 40
    assert 120 < median(lengths) < 300
    assert max(lengths) > 1200


def test_every_address_is_of_a_reserved_example_domain() -> None:
    texts = [text for one in at(NOON) for text in (one.requester or "", one.title, one.description)]
    hosts = {host.rstrip(".") for text in texts for host in re.findall(r"@([\w.-]+)", text)}
    assert hosts
    assert [host for host in hosts if not re.search(r"(^|\.)example(\.org|\.com)?$", host)] == []


@pytest.mark.parametrize("now", LOADED_AT, ids=str)
def test_they_cover_the_last_sixty_days_whenever_they_are_loaded(now: datetime) -> None:
    filed = [one.created_at for one in at(now)]
    assert filed == sorted(filed)
    assert timedelta(days=56) < now - filed[0] < timedelta(days=61)
    assert timedelta(0) < now - filed[-1] < timedelta(minutes=10)
    assert max(after - before for before, after in pairwise(filed)) < timedelta(days=4)


@pytest.mark.parametrize("now", LOADED_AT, ids=str)
def test_every_change_comes_after_the_one_before_and_before_now(now: datetime) -> None:
    for one in at(now):
        steps = [one.created_at, *(change.at for change in one.changes)]
        assert steps == sorted(steps), one.title
        assert not one.changes or one.changes[0].at > one.created_at, one.title
        assert steps[-1] < now, one.title


@pytest.mark.parametrize("now", LOADED_AT, ids=str)
def test_people_write_in_working_hours_with_a_few_at_night_and_at_weekends(now: datetime) -> None:
    filed = [one.created_at for one in at(now)]
    assert 88 <= share(sum(is_working_time(moment) for moment in filed), of=300) <= 98
    assert any(moment.weekday() >= 5 for moment in filed)
    assert any(moment.hour < 6 or moment.hour > 21 for moment in filed)


def test_one_day_is_an_incident() -> None:
    days = Counter(one.created_at.date() for one in at(NOON)).most_common(2)
    (incident, most), (_, second) = days
    assert most > 1.5 * second
    assert incident.weekday() < 5
    assert sum(one.priority == "critical" for one in at(NOON) if one.created_at.date() == incident) > 1


def test_each_history_starts_open_has_no_gap_and_ends_at_the_ticket_s_values() -> None:
    for one in at(NOON):
        present = {"status": "open", "category": one.filed("category"), "priority": one.filed("priority")}
        for change in one.changes:
            assert change.old == present[change.field], one.title
            assert change.new != change.old, one.title
            present[change.field] = change.new
        assert present == {"status": one.status, "category": one.category, "priority": one.priority}, one.title


def test_the_history_holds_changes_of_labels_and_a_reopened_ticket() -> None:
    changes = Counter(change.field for one in at(NOON) for change in one.changes)
    assert changes["priority"] >= 4
    assert changes["category"] >= 2
    assert any(change.old == "resolved" and change.new == "in_progress" for one in at(NOON) for change in one.changes)


def test_no_file_is_longer_than_a_hundred_tickets() -> None:
    files = sorted((Path(relative_time.__file__).parent).glob("*.jsonl"))
    assert len(files) == 3
    assert all(len(file.read_text(encoding="utf-8").splitlines()) <= 100 for file in files)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "{}",
        json.dumps({"when": "1 workday ago 09:00", "history": [], "title": "half a ticket"}),
        json.dumps({"when": "yesterday", "history": []}),
        json.dumps({"when": "1 workday ago 25:00", "history": []}),
        json.dumps({"when": "5 minutes ago", "history": [{"after": "soon"}]}),
    ],
)
def test_an_invalid_row_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "tickets_7.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^tickets_7\.jsonl, line 1: "):
        tickets(NOON, tmp_path)


def test_a_folder_without_tickets_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=re.escape(str(tmp_path))):
        tickets(NOON, tmp_path)
