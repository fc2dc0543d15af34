"""The history of tickets."""

from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from postgres.constraints import one_line, one_of, possible_time
from tickets.models.ticket import Ticket


class TicketEvent(models.Model):
    """One entry in the history of a ticket. It is append-only and erased only with its ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField(db_default=TransactionNow())
    actor = models.CharField(max_length=160)  # web, import, system or admin:<name>
    field = models.CharField(max_length=16)
    old = models.TextField(null=True, blank=True)
    new = models.TextField(null=True, blank=True)

    class Meta:
        verbose_name = "history entry"
        verbose_name_plural = "history"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["ticket", "id"], name="event_of_ticket")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="event_field_known",
                condition=one_of(
                    "field",
                    ("created", "title", "description", "requester", "category", "priority", "status"),
                ),
            ),
            models.CheckConstraint(name="event_actor_one_line", condition=one_line("actor")),
            # A trigger refuses what is later than tomorrow.
            models.CheckConstraint(name="event_at_possible", condition=possible_time("at")),
            models.CheckConstraint(
                name="event_actor_known",
                condition=Q(actor__in=["web", "import", "system"]) | Q(actor__regex=r"^admin:.+"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} of #{self.ticket_id}"
