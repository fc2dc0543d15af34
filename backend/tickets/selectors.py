"""Reads of one ticket."""

from tickets.models import Ticket


def ticket_with_history(ticket_id: int) -> Ticket:
    """A ticket with its events, in two queries. Raises Ticket.DoesNotExist."""
    return Ticket.objects.prefetch_related("events").get(pk=ticket_id)
