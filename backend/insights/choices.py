"""Outcomes of suggestions as Django choices."""

from django.db import models


class FieldOutcome(models.TextChoices):
    """The outcome of one suggested field."""

    ABSENT = "absent", "Not suggested"
    STANDS = "stands", "As suggested"
    CHANGED = "changed", "Changed"
