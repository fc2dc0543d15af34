"""What became of one suggested field, as choices of Django."""

from django.db import models


class Fate(models.TextChoices):
    """What became of one suggested field."""

    ABSENT = "absent", "Not suggested"
    STANDS = "stands", "As suggested"
    CHANGED = "changed", "Changed"
