"""The labels of triage and the sources of suggestions as Django choices."""

from typing import Any, cast

from django.db import models

from triage.labels import CATEGORIES, PRIORITIES


def _choices(name: str, labels: tuple[str, ...]) -> Any:
    # Created at run time, because triage defines the labels.
    members = [(label.upper(), (label, label.capitalize())) for label in labels]
    return cast(Any, models.TextChoices)(name, members)


Category = _choices("Category", CATEGORIES)
Priority = _choices("Priority", PRIORITIES)


class Source(models.TextChoices):
    """The source of a suggestion."""

    OLLAMA = "ollama", "Local model"
    OPENAI = "openai", "OpenAI"
    CLASSIFIER = "classifier", "Built-in classifier"
    KEYWORDS = "keywords", "Keywords"
