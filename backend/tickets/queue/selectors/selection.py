"""What a list of tickets is asked for: which tickets, and in which order. Plain values, checked by filters.py."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from suggestions.choices import Priority

# Critical first: the place of each priority in a list sorted by priority.
RANKS: dict[str, int] = {label: rank for rank, label in enumerate(reversed(Priority.values))}


class Sort(models.TextChoices):
    """The orders a list may have. Within a priority, the newest comes first."""

    NEWEST = "newest", "Newest first"
    OLDEST = "oldest", "Oldest first"
    PRIORITY = "priority", "Critical first, the newest first within"


class Outcome(models.TextChoices):
    """What became of a suggestion, as insights counts it."""

    KEPT = "kept", "Resolved or closed with the suggestion standing"
    CHANGED = "changed", "Category or priority differs from the suggestion"
    UNREVIEWED = "unreviewed", "Still being worked on, and untouched"


class Field(models.TextChoices):
    """What a suggestion is about."""

    CATEGORY = "category", "Category"
    PRIORITY = "priority", "Priority"


@dataclass(frozen=True, slots=True)
class Selection:
    """Within one field any of the values will do, and an empty field stands for all; fields narrow each other."""

    categories: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    # created_at: not before the first, and before the second.
    since: datetime | None = None
    until: datetime | None = None
    sort: Sort = Sort.NEWEST

    @property
    def by_suggestion(self) -> bool:
        return bool(self.sources or self.outcomes or self.changed)

    @property
    def by_label(self) -> bool:
        return bool(self.categories or self.priorities or self.statuses or self.by_suggestion)
