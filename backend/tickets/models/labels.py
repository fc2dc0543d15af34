"""The words a ticket may carry, as choices: the labels of triage, and how far the work has come."""

from typing import Any, cast

from django.db import models

from triage.labels import CATEGORIES, PRIORITIES


def _choices(name: str, labels: tuple[str, ...]) -> Any:
    # A class made at run time: the labels are written once, in triage.
    members = [(label.upper(), (label, label.capitalize())) for label in labels]
    return cast(Any, models.TextChoices)(name, members)


Category = _choices("Category", CATEGORIES)
Priority = _choices("Priority", PRIORITIES)


class Source(models.TextChoices):
    """Who made a suggestion."""

    OLLAMA = "ollama", "Local model"
    OPENAI = "openai", "OpenAI"
    KEYWORDS = "keywords", "Keywords"


class Status(models.TextChoices):
    """How far the work on a ticket has come."""

    OPEN = "open", "Open"
    IN_PROGRESS = "in_progress", "In progress"
    RESOLVED = "resolved", "Resolved"
    CLOSED = "closed", "Closed"


class Changed(models.TextChoices):
    """Which part of a suggestion no longer stands."""

    NEITHER = "neither", "Neither"
    CATEGORY = "category", "Category"
    PRIORITY = "priority", "Priority"
    BOTH = "both", "Both"
