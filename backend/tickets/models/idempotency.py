"""Submissions that may be sent again."""

from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from tickets.models.note import TicketNote
from tickets.models.ticket import Ticket

KEY_MAX = 255


class IdempotencyKey(models.Model):
    """The name a client gave to one submission, and the ticket it made, or the note on it; see api/idempotency.py."""

    key = models.CharField(max_length=KEY_MAX)
    digest = models.CharField(max_length=64, help_text="sha256 of what was submitted")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="idempotency_keys")
    note = models.ForeignKey(TicketNote, null=True, on_delete=models.CASCADE, related_name="idempotency_keys")
    created_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["created_at"], name="idempotency_key_age")]
        constraints: ClassVar = [
            # Unique here and not by primary_key=True, which would add a second index for LIKE.
            models.UniqueConstraint(fields=["key"], name="idempotency_key_once"),
            models.CheckConstraint(name="idempotency_key_not_empty", condition=~Q(key="")),
            models.CheckConstraint(name="idempotency_digest_whole", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return self.key
