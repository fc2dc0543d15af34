"""Tickets and their history."""

from tickets.models.event import TicketEvent
from tickets.models.ticket import Ticket
from tickets.models.tombstone import Tombstone, tombstone

__all__ = ["Ticket", "TicketEvent", "Tombstone", "tombstone"]
