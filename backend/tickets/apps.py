"""The Django app that holds tickets."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Tickets, their history, and everything that reads or writes them."""

    name = "tickets"
    verbose_name = "Support desk"

    def ready(self) -> None:
        """Register the system checks."""
        from tickets import checks  # noqa: F401 (importing it is what registers them)
