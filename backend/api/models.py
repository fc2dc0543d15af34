"""Stored Idempotency-Keys."""

from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from api.limits import IDEMPOTENCY_KEY_MAX


class IdempotencyKey(models.Model):
    """An Idempotency-Key and the row that was created with it; see api/idempotency.py.

    `kind` is the lower-case name of the row's model, `object_id` its id. There is no foreign key, because this app does
    not know the other models. Code that erases a row also deletes its key (`delete_keys`).
    """

    key = models.CharField(max_length=IDEMPOTENCY_KEY_MAX)
    digest = models.CharField(
        max_length=64, help_text="SHA-256 of the submitted values; empty once one is redacted", blank=True
    )
    kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="idempotency_key_age"),
            models.Index(fields=["kind", "object_id"], name="idempotency_key_of_row"),
        ]
        constraints: ClassVar = [
            # No primary_key=True, which would add a second index for LIKE.
            models.UniqueConstraint(fields=["key"], name="idempotency_key_once"),
            models.CheckConstraint(name="idempotency_key_not_empty", condition=~Q(key="")),
            models.CheckConstraint(name="idempotency_kind_not_empty", condition=~Q(kind="")),
            models.CheckConstraint(name="idempotency_digest_whole", condition=Q(digest__regex=r"^([0-9a-f]{64})?$")),
        ]

    def __str__(self) -> str:
        return self.key
