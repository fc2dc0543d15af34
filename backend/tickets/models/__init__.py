"""Tickets and their history."""

from tickets.models.event import TicketEvent
from tickets.models.ticket import Ticket

__all__ = ["Ticket", "TicketEvent"]
