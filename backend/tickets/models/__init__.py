"""What is stored: tickets, their history, notes and tallies, retries, turns at the models, and calls to the cloud."""

from tickets.models.cloud import CloudCall
from tickets.models.event import TicketEvent
from tickets.models.idempotency import IdempotencyKey
from tickets.models.imported import ImportedFile
from tickets.models.labels import Category, Changed, Priority, Source, Status
from tickets.models.lease import ModelLease
from tickets.models.note import AUTHOR_MAX, TEXT_MAX, TicketNote
from tickets.models.tally import (
    LATENCY_BUCKETS,
    TALLIES,
    DayTally,
    Fate,
    LatencyTally,
    OutcomeTally,
    TicketTally,
)
from tickets.models.ticket import DESCRIPTION_MAX, REQUESTER_MAX, TITLE_MAX, Ticket

__all__ = [
    "AUTHOR_MAX",
    "DESCRIPTION_MAX",
    "LATENCY_BUCKETS",
    "REQUESTER_MAX",
    "TALLIES",
    "TEXT_MAX",
    "TITLE_MAX",
    "Category",
    "Changed",
    "CloudCall",
    "DayTally",
    "Fate",
    "IdempotencyKey",
    "ImportedFile",
    "LatencyTally",
    "ModelLease",
    "OutcomeTally",
    "Priority",
    "Source",
    "Status",
    "Ticket",
    "TicketEvent",
    "TicketNote",
    "TicketTally",
]
