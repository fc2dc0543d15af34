"""The filters and the sort order of a list of tickets, validated by filters.py."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from suggestions.choices import Priority

# The rank of each priority in a list sorted by priority: critical first.
RANKS: dict[str, int] = {label: rank for rank, label in enumerate(reversed(Priority.values))}


class Sort(models.TextChoices):
    """The sort orders of a list."""

    NEWEST = "newest", "Newest first"
    OLDEST = "oldest", "Oldest first"
    PRIORITY = "priority", "Critical first, then newest first"


class SuggestionOutcome(models.TextChoices):
    """The outcome of a suggestion, as in insights."""

    KEPT = "kept", "Resolved or closed with the suggestion unchanged"
    CHANGED = "changed", "Category or priority differs from the suggestion"
    UNREVIEWED = "unreviewed", "Open or in progress with the suggestion unchanged"


class SuggestedField(models.TextChoices):
    """The fields of a suggestion."""

    CATEGORY = "category", "Category"
    PRIORITY = "priority", "Priority"


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters and sort order. Filters of different fields are combined; the values of one field are alternatives."""

    categories: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    # created_at: from `since` inclusive to `until` exclusive.
    since: datetime | None = None
    until: datetime | None = None
    sort: Sort = Sort.NEWEST

    @property
    def by_suggestion(self) -> bool:
        return bool(self.sources or self.outcomes or self.changed)

    @property
    def by_label(self) -> bool:
        return bool(self.categories or self.priorities or self.statuses or self.by_suggestion)
