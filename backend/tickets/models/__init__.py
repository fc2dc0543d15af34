"""What is stored: tickets, their history, turns at the models, and the record of calls to the cloud."""

from tickets.models.cloud import CloudCall
from tickets.models.event import TicketEvent
from tickets.models.labels import Category, Priority, Source, Status
from tickets.models.lease import ModelLease
from tickets.models.ticket import DESCRIPTION_MAX, REQUESTER_MAX, TITLE_MAX, Ticket

__all__ = [
    "DESCRIPTION_MAX",
    "REQUESTER_MAX",
    "TITLE_MAX",
    "Category",
    "CloudCall",
    "ModelLease",
    "Priority",
    "Source",
    "Status",
    "Ticket",
    "TicketEvent",
]
