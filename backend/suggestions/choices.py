"""The labels of triage and the sources of suggestions, as choices of Django."""

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
