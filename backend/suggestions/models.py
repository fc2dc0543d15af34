"""Leases on concurrent model calls."""

from typing import ClassVar

from django.db import models


class ModelLease(models.Model):
    """The lease of one running call to a model; see suggestions/services/leases.py."""

    # A source of suggestions, or `submission` for those that wait for the classifier.
    source = models.CharField(max_length=16)
    slot = models.PositiveSmallIntegerField()
    holder = models.UUIDField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "slot"], name="lease_of_a_slot")]

    def __str__(self) -> str:
        return f"{self.source} {self.slot}"
