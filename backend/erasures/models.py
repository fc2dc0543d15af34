"""The record of what was erased, and the id of this desk."""

import uuid
from typing import ClassVar, Final

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q


class Desk(models.Model):
    """This installation: one row with a random id, which every backup of it carries."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="desk_once", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.uuid)


# What can be erased of a ticket without the ticket: one value of one of these.
VALUE_FIELDS: Final = ("title", "description", "requester", "note")


class Erasure(models.Model):
    """One erased ticket or redacted value: who erased what and when. Append-only, and without any text of the ticket.

    `entry` is the id of the note, or of the history entry that wrote the value, or 0 for a ticket's first value.
    """

    number = models.BigIntegerField()
    created_at = models.DateTimeField(help_text="of the ticket")
    field = models.CharField(max_length=16, null=True, blank=True, help_text="empty if the whole ticket was erased")
    entry = models.BigIntegerField(null=True, blank=True)
    entry_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(db_default=TransactionNow())
    # system, command, list (after a restore) or admin:<name>
    actor = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="erasure_actor_known",
                condition=Q(actor__in=["system", "command", "list"]) | Q(actor__regex=r"^admin:.+"),
            ),
            models.CheckConstraint(
                name="erasure_value_whole",
                condition=Q(field__isnull=True, entry__isnull=True, entry_at__isnull=True)
                | Q(field__isnull=False, field__in=VALUE_FIELDS, entry__gte=0, entry_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field or 'all'} of #{self.number}"
