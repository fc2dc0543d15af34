"""Lists and tallies count a ticket on the same day in every time zone, or a check tells that they do not."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from insights.checks import check_zone_rules
from insights.selectors.zone_rules import first_difference
from postgres.zone_names import zone_names
from tickets.queue.filters import _start_of_day

pytestmark = pytest.mark.django_db

ZONES = sorted(zone_names() - {"UTC"})
THIS_YEAR = datetime.now(UTC).year
HOURS = [datetime(THIS_YEAR, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(2 * 366 * 24)]


def changes(zone: ZoneInfo) -> list[datetime]:
    """The hours of this year and the next before which the offset changed."""
    offsets = [at.astimezone(zone).utcoffset() for at in HOURS]
    return [at for n, at in enumerate(HOURS) if n and offsets[n] != offsets[n - 1]]


def days_of_postgresql(zone: str, moments: list[datetime]) -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (at AT TIME ZONE %s)::date FROM unnest(%s::timestamptz[]) AS at", [zone, moments])
        return [day for (day,) in cursor.fetchall()]


def test_at_the_changes_of_every_zone_a_day_begins_where_the_tally_says(settings: Settings) -> None:
    seen, wrong = 0, []
    for name in ZONES:
        zone = ZoneInfo(name)
        days = {at.astimezone(zone).date() + timedelta(days=n) for at in changes(zone) for n in (-1, 0, 1)}
        settings.TIME_ZONE = name
        starts = {day: start for day in days if (start := _start_of_day(day, offset=0))}
        moments = [start + timedelta(microseconds=n) for start in starts.values() for n in (-1, 0)]
        counted = days_of_postgresql(name, moments) if moments else []
        for n, day in enumerate(starts):
            seen += 1
            if not counted[2 * n] < day <= counted[2 * n + 1]:
                wrong.append((name, day, counted[2 * n], counted[2 * n + 1]))
    assert seen > 500
    assert [it for it in wrong if first_difference(it[0]) is None] == []


def test_a_zone_with_different_rules_is_noticed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    assert check_zone_rules(databases=["default"]) == []
    # As if one of the two knew nothing yet of a new rule.
    monkeypatch.setattr("insights.selectors.zone_rules.ZoneInfo", lambda name: ZoneInfo("Europe/London"))
    (warning,) = check_zone_rules(databases=["default"])
    assert "different rules for TIME_ZONE Europe/Berlin, first at 1971-11-01T00:00Z" in warning.msg
    with pytest.raises(CommandError, match="different rules"):
        call_command("check_tally")


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_zones_with_the_same_rules_do_not_warn(zone: str) -> None:
    assert first_difference(zone) is None
