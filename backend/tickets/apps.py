"""The Django app that holds tickets."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Tickets, their history, and everything that reads or writes them."""

    name = "tickets"
    verbose_name = "Support desk"
