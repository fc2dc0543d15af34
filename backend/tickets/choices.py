"""The status of tickets and the changes of suggestions as Django choices."""

from typing import Final

from django.db import models


class Status(models.TextChoices):
    """The status of a ticket."""

    OPEN = "open", "Open"
    IN_PROGRESS = "in_progress", "In progress"
    RESOLVED = "resolved", "Resolved"
    CLOSED = "closed", "Closed"


UNFINISHED: Final = (Status.OPEN, Status.IN_PROGRESS)
FINISHED: Final = (Status.RESOLVED, Status.CLOSED)
# The fields that hold what people write.
TEXT_FIELDS: Final = ("title", "description", "requester")


class ChangedLabels(models.TextChoices):
    """Which labels of a ticket differ from its suggestion."""

    NEITHER = "neither", "Neither"
    CATEGORY = "category", "Category"
    PRIORITY = "priority", "Priority"
    BOTH = "both", "Both"
