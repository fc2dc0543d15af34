"""Lists, statistics and pages count a ticket on the same day in every time zone: by Python's rules, also in SQL."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from insights.checks import check_zone_rules
from insights.selectors.stats import ticket_stats
from insights.services import tally_rebuild
from postgres.zone_names import zone_names
from postgres.zone_offsets import zone_offsets
from tickets.models import Ticket
from tickets.queue.filters import _start_of_day

pytestmark = pytest.mark.django_db

# Zones whose clocks once went from 00:01 to 23:01.
LEFT_AGAIN = {"America/St_Johns", "America/Goose_Bay", "America/Moncton", "Canada/Newfoundland"}
Make = Callable[..., Ticket]

ZONES = sorted(zone_names())
THIS_YEAR = datetime.now(UTC).year
DAYS = [datetime(THIS_YEAR, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(2 * 366)]
INSTANT = timedelta(microseconds=1)
DAY = 24 * 60 * 60


def changes(zone: ZoneInfo) -> list[datetime]:
    """The days of this year and the next before which the offset changed, told without the code under test."""
    offsets = [at.astimezone(zone).utcoffset() for at in DAYS]
    return [at for n, at in enumerate(DAYS) if n and offsets[n] != offsets[n - 1]]


def counted_days(moments: list[datetime]) -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ticket_tally_day(at) FROM unnest(%s::timestamptz[]) AS at", [moments])
        return [day for (day,) in cursor.fetchall()]


def test_in_every_zone_a_day_begins_where_it_begins_in_lists(settings: Settings) -> None:
    seen, wrong = 0, []
    for name in ZONES:
        zone = ZoneInfo(name)
        settings.TIME_ZONE = name
        tally_rebuild()
        days = {at.astimezone(zone).date() + timedelta(days=n) for at in changes(zone) for n in (-2, -1, 0, 1)}
        starts = {day: start for day in days if (start := _start_of_day(day, offset=0))}
        moments = [start - before for start in starts.values() for before in (INSTANT, timedelta())]
        counted = counted_days(moments)
        for n, day in enumerate(starts):
            seen += 1
            if not counted[2 * n] < day <= counted[2 * n + 1]:
                wrong.append((name, day, counted[2 * n], counted[2 * n + 1]))
    assert seen > 500
    assert wrong == []


@pytest.mark.parametrize("area", ["Africa", "America", "Europe", "Pacific"])
def test_at_every_change_since_1970_and_the_midnight_after_the_day_is_that_of_python(
    settings: Settings, area: str
) -> None:
    wrong = []
    for name in (name for name in ZONES if name.startswith(area)):
        settings.TIME_ZONE = name
        tally_rebuild()
        rules = zone_offsets(name)
        midnights = [at - (at + new) % DAY + DAY for at, new in zip(rules.changes, rules.offsets[1:], strict=True)]
        moments = [datetime.fromtimestamp(at, UTC) - INSTANT * n for at in (*rules.changes, *midnights) for n in (0, 1)]
        days = [at.astimezone(ZoneInfo(name)).date() for at in moments]
        wrong += [(name, *it) for it in zip(moments, days, counted_days(moments), strict=True) if it[1] != it[2]]
    # What clocks leave again within a minute counts as the day before; see the next test.
    wrong = [it for it in wrong if it[2] - it[3] != timedelta(days=1) or it[0] not in LEFT_AGAIN]
    assert wrong == []


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        # Zones whose rules differ between PostgreSQL 18.6 and the tzdata of Debian.
        ("Africa/Casablanca", "2026-11-26T23:30Z"),
        ("America/Vancouver", "2026-11-20T07:30Z"),
        ("America/Edmonton", "2026-11-20T06:30Z"),
        ("America/Tijuana", "1973-06-01T07:30Z"),
        ("Europe/Chisinau", "2023-03-26T00:30Z"),
        # No PostgreSQL before 2024 knows this one.
        ("America/Coyhaique", "2026-07-01T03:30Z"),
        # Clocks went from 00:00 to 01:00, from 24:00 to 23:00, from 01:00 to 00:00, and over a whole day.
        ("America/Sao_Paulo", "2018-11-04T03:00Z"),
        ("America/Sao_Paulo", "2018-11-04T02:59:59Z"),
        ("America/Sao_Paulo", "2018-02-18T02:30Z"),
        ("America/Santiago", "2026-09-06T04:00Z"),
        ("America/Havana", "2025-11-02T04:30Z"),
        ("America/Havana", "2025-11-02T05:30Z"),
        ("Asia/Beirut", "2026-03-28T22:00Z"),
        ("Pacific/Apia", "2011-12-30T10:00Z"),
    ],
)
def test_lists_and_statistics_agree(settings: Settings, ticket: Make, zone: str, at: str) -> None:
    settings.TIME_ZONE = zone
    tally_rebuild()
    moment = datetime.fromisoformat(at)
    Ticket.objects.filter(pk=ticket().pk).update(created_at=moment)
    day = moment.astimezone(ZoneInfo(zone)).date()
    first, last = _start_of_day(day, offset=0), _start_of_day(day, offset=1)
    assert Ticket.objects.filter(created_at__gte=first, created_at__lt=last).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT day FROM insights_daytally WHERE n > 0")
        assert cursor.fetchall() == [(day,)]
    assert ticket_stats()["total_tickets"] == 1
    call_command("check_tally")


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2010-11-07T02:29:59Z", "2010-11-06"),
        ("2010-11-07T02:30:00Z", "2010-11-06"),  # 00:00, for the first time
        ("2010-11-07T02:31:00Z", "2010-11-06"),  # 23:01, for the second time
        ("2010-11-07T03:29:59Z", "2010-11-06"),
        ("2010-11-07T03:30:00Z", "2010-11-07"),  # 00:00, for the second time
    ],
)
def test_a_day_that_clocks_left_again_begins_once(settings: Settings, at: str, day: str) -> None:
    settings.TIME_ZONE = "America/St_Johns"
    tally_rebuild()
    moment, expected = datetime.fromisoformat(at), date.fromisoformat(day)
    assert counted_days([moment]) == [expected]
    first, last = _start_of_day(expected, offset=0), _start_of_day(expected, offset=1)
    assert first is not None
    assert last is not None
    assert first <= moment < last


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/London", "1971-10-31T02:00Z"),  # an hour ahead of UTC all year, until then
        ("Africa/Tunis", "1977-04-29T23:00Z"),
        ("Asia/Kolkata", "1970-01-01T00:00Z"),
    ],
)
def test_rules_that_have_changed_are_noticed_until_the_rebuild(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, zone: str, first: str
) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    tally_rebuild()
    assert check_zone_rules(databases=["default"]) == []
    other = zone_offsets(zone)
    for place in ("insights.selectors.zone_rules", "insights.services"):
        monkeypatch.setattr(f"{place}.zone_offsets", lambda name: other)
    (warning,) = check_zone_rules(databases=["default"])
    assert f"rules of TIME_ZONE Europe/Berlin have changed since the statistics were built, first at {first}" in (
        warning.msg
    )
    with pytest.raises(CommandError, match=r"first at .* Run `manage\.py rebuild_tally`"):
        call_command("check_tally")
    call_command("rebuild_tally")
    assert check_zone_rules(databases=["default"]) == []
    call_command("check_tally")


@pytest.mark.parametrize("arrays", ["'{}', '{}'", "'{1}', '{0}'", "'{}', '{NULL}'", "NULL, NULL"])
def test_rules_that_do_not_fit_are_refused(arrays: str) -> None:
    refused = pytest.raises(DatabaseError, match="one offset more than changes")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT ticket_tally_rebuild('UTC', {arrays})")
