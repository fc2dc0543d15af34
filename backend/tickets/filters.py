"""The list's filters: each may repeat (one or the other), different ones narrow each other."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError

from tickets.models import Category, Priority, Status, Ticket
from tickets.selectors import ticket_search

SEARCH_MAX = 200
WORDS_MAX = 10


class LabelFilter(filters.MultipleChoiceFilter):
    """One of a few labels, or several; `distinct` is off because one row is one ticket."""

    def __init__(self, labels: type, **kwargs: Any) -> None:
        super().__init__(choices=labels.choices, distinct=False, **kwargs)  # type: ignore[attr-defined] # TextChoices


class TicketFilters(filters.FilterSet):
    """?category= ?priority= ?status= ?search=; an empty value counts as absent."""

    category = LabelFilter(Category)
    priority = LabelFilter(Priority)
    status = LabelFilter(Status)
    search = filters.CharFilter(
        method="filter_search",
        help_text="Every word must occur in title or description, in any case, also inside a word.",
    )

    class Meta:
        model = Ticket
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_without_empty(data) if data is not None else None, *args, **kwargs)

    def filter_search(self, queryset: QuerySet[Ticket], name: str, value: str) -> QuerySet[Ticket]:
        words = value.split()
        if len(value) > SEARCH_MAX:
            raise ValidationError({name: [f"At most {SEARCH_MAX} characters; this has {len(value)}."]})
        if len(words) > WORDS_MAX:
            raise ValidationError({name: [f"At most {WORDS_MAX} words; this has {len(words)}."]})
        return queryset.filter(ticket_search(words))


def _without_empty(data: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name, values in data.lists():
        filled = [value for value in values if value]
        if filled:
            kept.setlist(name, filled)
    return kept
