"""Files whose import has started or finished."""

from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q


class ImportedFile(models.Model):
    """The progress of one import. It is committed together with the tickets, so that a killed import can resume."""

    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    rows = models.PositiveBigIntegerField(default=0, help_text="processed, imported or rejected")
    imported = models.PositiveBigIntegerField(default=0)
    rejected_bytes = models.PositiveBigIntegerField(
        default=0, help_text="committed size of the file with the rejected rows"
    )
    options = models.TextField(default="", help_text="how the file is read; a second run must say the same")
    begun_at = models.DateTimeField(db_default=TransactionNow())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], name="imported_file_once"),
            models.CheckConstraint(name="imported_digest_whole", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="imported_of_rows", condition=Q(imported__lte=models.F("rows"))),
        ]

    def __str__(self) -> str:
        return f"{self.rows} rows of {self.digest[:8]}"
