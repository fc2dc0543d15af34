"""Counts of tickets, kept by triggers of the database, so that statistics cost the same for any number of tickets.

Each count is spread over slots: a writing transaction has one to itself, and a count is the sum of its slots. One
slot may be negative, when a ticket was counted in another; the sum never is. Triggers: migrations/0001_initial.py.
"""

from bisect import bisect_right
from typing import ClassVar

from django.db import models

from insights.choices import Fate

# Where each bucket of latencies begins, in ms: single milliseconds below 16, then eight steps to every doubling.
LATENCY_BUCKETS = (*range(16), *(step << octave for octave in range(1, 19) for step in range(8, 16)))


def bucket_of(ms: int) -> int:
    """Which of LATENCY_BUCKETS holds this latency."""
    return bisect_right(LATENCY_BUCKETS, ms) - 1


class Tally(models.Model):
    """A count, split into slots."""

    slot = models.SmallIntegerField()
    n = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.n} in {self.pk}"


class TicketTally(Tally):
    """Tickets by category, priority and status."""

    pk = models.CompositePrimaryKey("category", "priority", "status", "slot")
    category = models.CharField(max_length=16)
    priority = models.CharField(max_length=16)
    status = models.CharField(max_length=16)

    KEYS: ClassVar = ("category", "priority", "status")


class DayTally(Tally):
    """Tickets by the day they came, in the time zone the tallies were built for, and status."""

    pk = models.CompositePrimaryKey("day", "status", "slot")
    day = models.DateField()
    status = models.CharField(max_length=16)

    KEYS: ClassVar = ("day", "status")


class OutcomeTally(Tally):
    """Suggestions by day, source and what became of them; those whose text was changed are left out."""

    pk = models.CompositePrimaryKey("day", "source", "category", "priority", "done", "slot")
    day = models.DateField()
    source = models.CharField(max_length=16)
    category = models.CharField(max_length=16, choices=Fate.choices)
    priority = models.CharField(max_length=16, choices=Fate.choices)
    done = models.BooleanField(help_text="resolved or closed")

    KEYS: ClassVar = ("day", "source", "category", "priority", "done")


class LatencyTally(Tally):
    """The same suggestions by day, source and the bucket of their latency."""

    pk = models.CompositePrimaryKey("day", "source", "ms", "slot")
    day = models.DateField()
    source = models.CharField(max_length=16)
    ms = models.IntegerField(help_text="where the bucket begins")

    KEYS: ClassVar = ("day", "source", "ms")


TALLIES: tuple[type[TicketTally | DayTally | OutcomeTally | LatencyTally], ...] = (
    TicketTally,
    DayTally,
    OutcomeTally,
    LatencyTally,
)
