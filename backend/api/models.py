"""The keys of submissions that may be sent again."""

from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from api.limits import KEY_MAX


class IdempotencyKey(models.Model):
    """The Idempotency-Key of one submission and the row it made; see api/idempotency.py.

    `kind` is the row's model in lower case, `object_id` its number. No foreign key: this app knows no feature, so
    whoever erases a row has its key forgotten too (`forget`).
    """

    key = models.CharField(max_length=KEY_MAX)
    digest = models.CharField(max_length=64, help_text="sha256 of what was submitted")
    kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="idempotency_key_age"),
            models.Index(fields=["kind", "object_id"], name="idempotency_key_of_row"),
        ]
        constraints: ClassVar = [
            # Unique here and not by primary_key=True, which would add a second index for LIKE.
            models.UniqueConstraint(fields=["key"], name="idempotency_key_once"),
            models.CheckConstraint(name="idempotency_key_not_empty", condition=~Q(key="")),
            models.CheckConstraint(name="idempotency_kind_not_empty", condition=~Q(kind="")),
            models.CheckConstraint(name="idempotency_digest_whole", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return self.key
