"""The signed token that carries a suggestion from classify to the submission of the ticket.

It contains the labels, their source and a digest of the text. So nothing is stored before the submission, and a client
cannot forge a suggestion.
"""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core import signing

from triage import PROMPT_VERSION, Suggestion
from triage.labels import CATEGORIES, PRIORITIES, SOURCES

SALT = "quietdesk.suggestion"


@dataclass(frozen=True, slots=True)
class StoredSuggestion:
    """The part of a suggestion that is stored with a ticket. Its fields are the content of the token."""

    category: str
    priority: str
    source: str
    model: str | None
    confidence: dict[str, float | None]
    prompt: str | None
    ms: int
    reference: str
    title_digest: str | None
    description_digest: str

    def is_for(self, *, title: str, description: str) -> bool:
        """Whether it was made for this text. A suggestion made without a title fits any title."""
        same_title = self.title_digest is None or self.title_digest == _digest(title)
        return same_title and self.description_digest == _digest(description)


def stored_suggestion(suggestion: Suggestion, *, title: str, description: str, reference: str = "") -> StoredSuggestion:
    """The stored part of a suggestion for this text."""
    labels = suggestion.labels
    return StoredSuggestion(
        category=labels.category,
        priority=labels.priority,
        source=suggestion.source,
        model=suggestion.model,
        confidence={"category": labels.confidence.category, "priority": labels.confidence.priority},
        prompt=PROMPT_VERSION if suggestion.source in ("ollama", "openai") else None,
        ms=suggestion.elapsed_ms,
        reference=reference,
        title_digest=_digest(title) if title.strip() else None,
        description_digest=_digest(description),
    )


def make_token(suggestion: Suggestion, *, title: str, description: str, reference: str = "") -> str:
    """A token for this suggestion and text. It is valid for SUGGESTION_MAX_AGE seconds."""
    stored = stored_suggestion(suggestion, title=title, description=description, reference=reference)
    return signing.dumps(asdict(stored), salt=SALT)


def read_token(token: object) -> StoredSuggestion | None:
    """The suggestion in a token; None if it is malformed, forged, expired, or has labels of another version."""
    if not isinstance(token, str):
        return None
    try:
        data: Any = signing.loads(token, salt=SALT, max_age=settings.SUGGESTION_MAX_AGE)
        stored = StoredSuggestion(**data)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    known = stored.category in CATEGORIES and stored.priority in PRIORITIES and stored.source in SOURCES
    return stored if known else None


def _digest(text: str) -> str:
    # The text may not be validated yet and may hold lone surrogates, which UTF-8 cannot encode.
    return hashlib.sha256(text.strip().encode("utf-8", "surrogatepass")).hexdigest()[:32]
