"""Notes on tickets."""

from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from api.limits import AUTHOR_MAX, NOTE_MAX
from postgres.constraints import not_blank, one_line, possible_time
from tickets.models import Ticket, Tombstone, tombstone


class Note(models.Model):
    """An internal note, never sent to a model. It is append-only, but for redaction and for erasure with its ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="notes", db_index=False)
    at = models.DateTimeField(db_default=TransactionNow())
    # A name that is not verified, because there are no user accounts for agents yet; null if none was given.
    author = models.CharField(max_length=AUTHOR_MAX, null=True, blank=True)
    text = models.TextField(blank=True)
    # Set once its text is redacted, which is then empty.
    redacted_at = models.DateTimeField(null=True, blank=True)
    redacted_by = models.CharField(max_length=160, null=True, blank=True)

    class Meta:
        verbose_name = "note"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["ticket", "id"], name="note_of_ticket")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="note_text_not_blank", condition=Q(not_blank("text")) | Q(text="", redacted_at__isnull=False)
            ),
            models.CheckConstraint(
                name="note_redaction_whole",
                condition=Q(redacted_at__isnull=True, redacted_by__isnull=True)
                | Q(redacted_at__isnull=False, redacted_by__isnull=False, text=""),
            ),
            models.CheckConstraint(name="note_text_length", condition=Q(LessThanOrEqual(Length("text"), NOTE_MAX))),
            models.CheckConstraint(
                name="note_author_not_blank", condition=Q(author__isnull=True) | Q(not_blank("author"))
            ),
            models.CheckConstraint(name="note_author_one_line", condition=one_line("author")),
            # A trigger refuses what is later than tomorrow.
            models.CheckConstraint(name="note_at_possible", condition=possible_time("at")),
        ]

    def __str__(self) -> str:
        return f"note on #{self.ticket_id}"

    @property
    def redacted(self) -> Tombstone | None:
        """The tombstone of the text."""
        return tombstone(self.redacted_at, self.redacted_by)
