"""Labels that a file leaves out, by the keyword tier; on every core when there are many."""

from collections.abc import Sequence
from dataclasses import dataclass

from tickets.transfer.checking import Draft
from tickets.triage import triage
from triage import Question, Suggestion


@dataclass(frozen=True, slots=True)
class Labelled:
    """A draft with both labels; what the keyword tier had to decide is marked as its suggestion."""

    draft: Draft
    category: str
    priority: str
    suggested_category: str | None = None
    suggested_priority: str | None = None
    confidence: dict[str, float | None] | None = None
    ms: int | None = None


def labelled(drafts: Sequence[Draft]) -> list[Labelled]:
    """The same drafts, with nothing left out. No model is asked."""
    return [_labelled(one) for one in drafts]


def _labelled(draft: Draft) -> Labelled:
    if draft.category and draft.priority:
        return Labelled(draft, draft.category, draft.priority)
    suggestion: Suggestion = triage().keywords(Question(description=draft.description, title=draft.title))
    labels = suggestion.labels
    return Labelled(
        draft,
        draft.category or labels.category,
        draft.priority or labels.priority,
        None if draft.category else labels.category,
        None if draft.priority else labels.priority,
        {"category": labels.confidence.category, "priority": labels.confidence.priority},
        suggestion.elapsed_ms,
    )
