"""What a ticket that is being filed takes over from a suggestion."""

from dataclasses import dataclass
from typing import Any

from suggestions.services.chain import triage
from suggestions.services.tokens import Remembered, read_token, remember
from triage import Question


@dataclass(frozen=True, slots=True)
class Suggested:
    """The labels and the suggestion of a new ticket, by the names of its columns.

    `cloud_reference` names the call to the cloud that the suggestion came from; None where it came from none.
    """

    columns: dict[str, Any]
    cloud_reference: str | None = None


def suggested_for(
    *, title: str, description: str, token: object, category: str | None, priority: str | None
) -> Suggested:
    """Each label is the one given, else the token's, else the keyword tier's. No model is asked.

    A token that is missing, stale or forged counts as none.
    """
    shown = read_token(token)
    if shown:
        columns = _columns(shown, title, description, category, priority)
        columns |= {"suggested_category": shown.category, "suggested_priority": shown.priority}
        return Suggested(columns, shown.reference if shown.source == "openai" else None)
    if category and priority:
        return Suggested({"category": category, "priority": priority})
    by_keywords = _by_keywords(title, description)
    columns = _columns(by_keywords, title, description, category, priority)
    # Only what they had to decide was suggested: the rest nobody saw.
    columns["suggested_category"] = None if category else by_keywords.category
    columns["suggested_priority"] = None if priority else by_keywords.priority
    return Suggested(columns)


def _columns(
    made: Remembered, title: str, description: str, category: str | None, priority: str | None
) -> dict[str, Any]:
    return {
        "category": category or made.category,
        "priority": priority or made.priority,
        "suggested_by": made.source,
        "suggested_model": made.model,
        "suggested_confidence": made.confidence,
        "suggested_prompt": made.prompt,
        "suggested_ms": made.ms,
        "suggested_text_changed": not made.is_for(title=title, description=description),
    }


def _by_keywords(title: str, description: str) -> Remembered:
    suggestion = triage().keywords(Question(description=description, title=title))
    return remember(suggestion, title=title, description=description)
