"""Labels that a file leaves out, by the keyword tier: some batches ahead of the one that is being written."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass

from transfer.services.validation import Checked, Draft
from triage import KeywordPool, Question, Suggestion


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


def labelled(batches: Iterable[Checked]) -> Iterator[tuple[Checked, list[Labelled]]]:
    """The same batches in the same order, with nothing left out. No model is asked."""
    waiting: deque[tuple[Checked, Future[list[Suggestion]]]] = deque()
    with KeywordPool() as pool:
        for batch in batches:
            waiting.append((batch, pool.submit([_question(one) for one in batch.drafts if _lacks(one)])))
            if len(waiting) > pool.workers:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())


def _lacks(draft: Draft) -> bool:
    return not (draft.category and draft.priority)


def _question(draft: Draft) -> Question:
    return Question(description=draft.description, title=draft.title)


def _finished(batch: Checked, answers: "Future[list[Suggestion]]") -> tuple[Checked, list[Labelled]]:
    left = iter(answers.result())
    return batch, [_labelled(one, next(left) if _lacks(one) else None) for one in batch.drafts]


def _labelled(draft: Draft, suggestion: Suggestion | None) -> Labelled:
    if suggestion is None:
        return Labelled(draft, str(draft.category), str(draft.priority))
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
