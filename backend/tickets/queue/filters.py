"""The query parameters of the list. Repeated values of one parameter are alternatives; different ones are combined."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.http import QueryDict
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from api.errors import field_error
from suggestions.choices import Category, Priority, Source
from tickets.choices import Status
from tickets.queue.selectors.selection import Selection, Sort, SuggestedField, SuggestionOutcome

SEARCH_MAX = 200
WORDS_MAX = 10
EXCERPT_LENGTH = 240  # code points; the queue shows two to four lines

# The choices and the description of each label parameter.
LABELS: Final[dict[str, tuple[Any, str]]] = {
    "category": (Category, ""),
    "priority": (Priority, ""),
    "status": (Status, ""),
    "source": (Source, "The source of the suggestion, unless the text was changed before submission."),
    "outcome": (SuggestionOutcome, "The outcome of the suggestion, as in insights."),
    "changed": (SuggestedField, "The suggested label that was changed."),
}


def selection(query: QueryDict) -> Selection:
    """Parse the filters. Empty values are ignored. Raises ValidationError with the name of the parameter."""
    labels = {name: _labels(query, name, choices) for name, (choices, _) in LABELS.items()}
    first, last = _day(query, "created_from"), _day(query, "created_to")
    if first and last and last < first:
        raise field_error("created_to", "This is before created_from.", "before_created_from")
    return Selection(
        categories=labels["category"],
        priorities=labels["priority"],
        statuses=labels["status"],
        sources=labels["source"],
        outcomes=labels["outcome"],
        changed=labels["changed"],
        words=_words(query),
        since=_start_of_day(first, offset=0),
        until=_start_of_day(last, offset=1),
        sort=Sort(_choice(query, "sort", Sort.values) or Sort.NEWEST),
    )


def excerpt(query: QueryDict) -> int | None:
    """The requested length of descriptions in code points; None means the whole text."""
    return EXCERPT_LENGTH if _choice(query, "text", ["full", "excerpt"]) == "excerpt" else None


def _labels(query: QueryDict, name: str, choices: Any) -> tuple[str, ...]:
    if name not in query:
        return ()
    given = [value for value in query.getlist(name) if value]
    _check(name, given, choices.values)
    # Normalized: unique and in the order of the choices.
    return tuple(label for label in choices.values if label in given)


def _choice(query: QueryDict, name: str, choices: list[str]) -> str:
    value = query.get(name, "")
    _check(name, [value] if value else [], choices)
    return value


def _check(name: str, given: Iterable[str], choices: list[str]) -> None:
    for value in given:
        if value not in choices:
            raise field_error(name, f"“{value}” is none of {', '.join(choices)}.", "invalid_choice")


def _words(query: QueryDict) -> tuple[str, ...]:
    text = query.get("search", "").strip()
    words = text.split()
    if len(text) > SEARCH_MAX:
        raise field_error("search", f"At most {SEARCH_MAX} characters; this has {len(text)}.", "max_length")
    if len(words) > WORDS_MAX:
        raise field_error("search", f"At most {WORDS_MAX} words; this has {len(words)}.", "too_many_words")
    return tuple(words)


def _day(query: QueryDict, name: str) -> date | None:
    text = query.get(name, "")
    if not text:
        return None
    try:
        # fromisoformat() also accepts 20260131 and 2026-W05-6.
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise field_error(name, "A day, as 2026-01-31.", "invalid_day") from None


def _start_of_day(day: date | None, *, offset: int) -> datetime | None:
    """The start of the day that is `offset` days later, in the desk's time zone."""
    if day is None:
        return None
    zone = timezone.get_default_timezone()
    try:
        midnight = datetime.combine(day + timedelta(days=offset), time.min, zone)
        first, second = (midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        # Clocks that went back over midnight, as postgres/zone_offsets.py tells: the day begins at the second one.
        returned = (second - timedelta(microseconds=1)).astimezone(zone).date() < midnight.date()
        return second if first < second and returned else first
    except OverflowError:  # date.min or date.max: no ticket lies beyond
        return None


def _parameter(name: str, choices: Any, description: str, **kwargs: Any) -> OpenApiParameter:
    return OpenApiParameter(name, str, enum=choices, description=description, **kwargs)


PARAMETERS: Final = [
    *(_parameter(name, choices.values, text, many=True) for name, (choices, text) in LABELS.items()),
    OpenApiParameter("created_from", OpenApiTypes.DATE, description="The first day, in the desk's time zone."),
    OpenApiParameter("created_to", OpenApiTypes.DATE, description="The last day, inclusive."),
    OpenApiParameter(
        "search",
        # Not maxLength: what is counted is the trimmed text. The pages take both figures from here.
        {"type": "string", "x-maxLength": SEARCH_MAX, "x-maxWords": WORDS_MAX},
        description="Every word must occur in title or description, case-insensitively, also as a part of a word.",
    ),
    _parameter("sort", Sort.values, "`priority`: critical first, then newest first.", default=Sort.NEWEST),
    _parameter(
        "text",
        ["full", "excerpt"],
        f"`excerpt`: only the first {EXCERPT_LENGTH} characters of `description`; `description_cut` says whether it is"
        " truncated.",
        default="full",
    ),
]
