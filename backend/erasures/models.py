"""The record of erasures, and the id of this desk."""

import uuid
from typing import ClassVar

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


class Erasure(models.Model):
    """One erased ticket: who erased which number and when. Append-only, and without any text of the ticket."""

    number = models.BigIntegerField()
    created_at = models.DateTimeField(help_text="of the ticket")
    erased_at = models.DateTimeField(db_default=TransactionNow())
    # system, command, list (after a restore) or admin:<name>
    actor = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="erasure_actor_known",
                condition=Q(actor__in=["system", "command", "list"]) | Q(actor__regex=r"^admin:.+"),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.number}"
