"""Tallies: counts of tickets that triggers keep up to date, so that statistics cost the same for any number of tickets.

Each count is split into slots, so that concurrent transactions update different rows. A count is the sum of its slots.
A single slot may be negative, the sum never is. The triggers are in migrations/0001_initial.py.
"""

from bisect import bisect_right
from typing import ClassVar

from django.db import models

from insights.choices import FieldOutcome

# The lower bounds of the latency buckets in ms: single milliseconds below 16, then eight buckets per doubling.
LATENCY_BUCKETS = (*range(16), *(step << octave for octave in range(1, 19) for step in range(8, 16)))


def bucket_of(ms: int) -> int:
    """The index in LATENCY_BUCKETS of the bucket for this latency."""
    return bisect_right(LATENCY_BUCKETS, ms) - 1


class Tally(models.Model):
    """One slot of a count."""

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
    """Tickets by status and day of creation, in the time zone of the tallies."""

    pk = models.CompositePrimaryKey("day", "status", "slot")
    day = models.DateField()
    status = models.CharField(max_length=16)

    KEYS: ClassVar = ("day", "status")


class OutcomeTally(Tally):
    """Suggestions by day, source and outcome, without those whose text was changed."""

    pk = models.CompositePrimaryKey("day", "source", "category", "priority", "done", "slot")
    day = models.DateField()
    source = models.CharField(max_length=16)
    category = models.CharField(max_length=16, choices=FieldOutcome.choices)
    priority = models.CharField(max_length=16, choices=FieldOutcome.choices)
    done = models.BooleanField(help_text="resolved or closed")

    KEYS: ClassVar = ("day", "source", "category", "priority", "done")


class LatencyTally(Tally):
    """The same suggestions by day, source and latency bucket."""

    pk = models.CompositePrimaryKey("day", "source", "ms", "slot")
    day = models.DateField()
    source = models.CharField(max_length=16)
    ms = models.IntegerField(help_text="lower bound of the bucket")

    KEYS: ClassVar = ("day", "source", "ms")


TALLIES: tuple[type[TicketTally | DayTally | OutcomeTally | LatencyTally], ...] = (
    TicketTally,
    DayTally,
    OutcomeTally,
    LatencyTally,
)
