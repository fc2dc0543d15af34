"""The Django app `tickets`."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Tickets and their history."""

    name = "tickets"
    verbose_name = "Support desk"
