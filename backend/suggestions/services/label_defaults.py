"""The labels and the stored suggestion of a new ticket."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from suggestions.services.chain import triage
from suggestions.services.tokens import StoredSuggestion, read_token, stored_suggestion
from triage import Question


@dataclass(frozen=True, slots=True)
class LabelDefaults:
    """Values for the columns of a new ticket.

    `cloud_reference` is the reference of the cloud call that the suggestion came from, or None.
    """

    columns: dict[str, Any]
    cloud_reference: str | None = None


def label_defaults(
    *, title: str, description: str, token: object, category: str | None, priority: str | None
) -> LabelDefaults:
    """Each label is the given one, else the token's, else the classifier's if it answers at once, else keywords'.

    Asks no language model. An expired or forged token is ignored. Call it outside a transaction: inside one the
    classifier is not waited for.
    """
    from_token = read_token(token)
    if from_token:
        columns = _columns(from_token, title, description, category, priority)
        columns |= {"suggested_category": from_token.category, "suggested_priority": from_token.priority}
        return LabelDefaults(columns, from_token.reference if from_token.source == "openai" else None)
    if category and priority:
        return LabelDefaults({"category": category, "priority": priority})
    suggested = _suggested(title, description)
    columns = _columns(suggested, title, description, category, priority)
    # Only the labels that were not given count as suggested.
    columns["suggested_category"] = None if category else suggested.category
    columns["suggested_priority"] = None if priority else suggested.priority
    return LabelDefaults(columns)


def _columns(
    suggestion: StoredSuggestion, title: str, description: str, category: str | None, priority: str | None
) -> dict[str, Any]:
    return {
        "category": category or suggestion.category,
        "priority": priority or suggestion.priority,
        "suggested_by": suggestion.source,
        "suggested_model": suggestion.model,
        "suggested_confidence": suggestion.confidence,
        "suggested_prompt": suggestion.prompt,
        "suggested_ms": suggestion.ms,
        "suggested_text_changed": not suggestion.is_for(title=title, description=description),
    }


def _suggested(title: str, description: str) -> StoredSuggestion:
    question = Question(description=description, title=title)
    # A transaction may hold locks for which others would wait, and a lease that it takes is not seen before it ends.
    suggest = triage().keywords if connection.in_atomic_block else triage().at_submission
    suggestion = suggest(question)
    return stored_suggestion(suggestion, title=title, description=description)
