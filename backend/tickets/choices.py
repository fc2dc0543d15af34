"""How far the work on a ticket has come, and what became of its suggestion, as choices of Django."""

from typing import Final

from django.db import models


class Status(models.TextChoices):
    """How far the work on a ticket has come."""

    OPEN = "open", "Open"
    IN_PROGRESS = "in_progress", "In progress"
    RESOLVED = "resolved", "Resolved"
    CLOSED = "closed", "Closed"


UNFINISHED: Final = (Status.OPEN, Status.IN_PROGRESS)
FINISHED: Final = (Status.RESOLVED, Status.CLOSED)


class Changed(models.TextChoices):
    """Which part of a suggestion no longer stands."""

    NEITHER = "neither", "Neither"
    CATEGORY = "category", "Category"
    PRIORITY = "priority", "Priority"
    BOTH = "both", "Both"
