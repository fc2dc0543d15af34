"""The signed token by which a ticket remembers what was suggested for it.

It carries the labels, their source and a digest of the text, so nothing is stored until somebody submits, and nobody
can claim a suggestion that was never made.
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
class Remembered:
    """A suggestion that was really made, as read back from its token."""

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
        """Whether it was made for this text; a title that was not yet written then does not count."""
        same_title = self.title_digest is None or self.title_digest == _digest(title)
        return same_title and self.description_digest == _digest(description)


def remember(suggestion: Suggestion, *, title: str, description: str, reference: str = "") -> Remembered:
    """The part of a suggestion that stays with a ticket, and a digest of the text it was made for."""
    labels = suggestion.labels
    return Remembered(
        category=labels.category,
        priority=labels.priority,
        source=suggestion.source,
        model=suggestion.model,
        confidence={"category": labels.confidence.category, "priority": labels.confidence.priority},
        prompt=None if suggestion.source == "keywords" else PROMPT_VERSION,
        ms=suggestion.elapsed_ms,
        reference=reference,
        title_digest=_digest(title) if title.strip() else None,
        description_digest=_digest(description),
    )


def token_for(suggestion: Suggestion, *, title: str, description: str, reference: str = "") -> str:
    """A token for this suggestion and text, good for SUGGESTION_MAX_AGE seconds."""
    remembered = remember(suggestion, title=title, description=description, reference=reference)
    return signing.dumps(asdict(remembered), salt=SALT)


def read_token(token: object) -> Remembered | None:
    """What the token says, or None when it is no token, forged, too old, or from a version with other labels."""
    if not isinstance(token, str):
        return None
    try:
        data: Any = signing.loads(token, salt=SALT, max_age=settings.SUGGESTION_MAX_AGE)
        remembered = Remembered(**data)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    known = remembered.category in CATEGORIES and remembered.priority in PRIORITIES and remembered.source in SOURCES
    return remembered if known else None


def _digest(text: str) -> str:
    # Surrogates cannot be encoded, and a text may hold them before it has been validated.
    return hashlib.sha256(text.strip().encode("utf-8", "surrogatepass")).hexdigest()[:32]
