"""The history of tickets."""

from typing import ClassVar, Final

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from postgres.constraints import one_line, one_of, possible_time
from tickets.choices import TEXT_FIELDS
from tickets.models.ticket import Ticket
from tickets.models.tombstone import Tombstone, tombstone

# Spelled so that a dump and its restore write the same index.
IS_TEXT: Final = Q(field="title") | Q(field="description") | Q(field="requester")


def stored_new(field: str, value: str | None) -> str | None:
    """What `new` holds for this new value: nothing for a text, which would be stored twice."""
    return None if field in TEXT_FIELDS else value


class TicketEvent(models.Model):
    """One entry in the history of a ticket. It is append-only, but for redaction and for erasure with its ticket.

    A text is stored once, as `old` of the change that replaced it. A change of a text has no `new`, which is `old` of
    the next change of that field, or what the ticket says now. See tickets.selectors.with_new_value.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField(db_default=TransactionNow())
    actor = models.CharField(max_length=160)  # web, import, system or admin:<name>
    field = models.CharField(max_length=16)
    old = models.TextField(null=True, blank=True)
    new = models.TextField(null=True, blank=True)

    # The tombstone of the former value, which is null then. It names people as the record of erasures does.
    redacted_at = models.DateTimeField(null=True, blank=True)
    redacted_by = models.CharField(max_length=160, null=True, blank=True)

    class Meta:
        verbose_name = "history entry"
        verbose_name_plural = "history"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["ticket", "id"], name="event_of_ticket"),
            # Finds the next change of a text, however many other changes lie between.
            models.Index(name="event_of_text", fields=["ticket", "field", "id"], condition=IS_TEXT),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="event_field_known",
                condition=one_of(
                    "field",
                    ("created", "title", "description", "requester", "category", "priority", "status"),
                ),
            ),
            models.CheckConstraint(
                name="event_redaction_whole",
                condition=Q(redacted_at__isnull=True, redacted_by__isnull=True)
                | Q(redacted_at__isnull=False, redacted_by__isnull=False, old__isnull=True, field__in=TEXT_FIELDS),
            ),
            models.CheckConstraint(
                name="event_text_stored_once", condition=~Q(field__in=TEXT_FIELDS) | Q(new__isnull=True)
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

    @property
    def old_redacted(self) -> Tombstone | None:
        """The tombstone of the former value."""
        return tombstone(self.redacted_at, self.redacted_by)
