"""Fills in missing labels with the keyword tier, a few batches ahead of the one that is being inserted."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass

from transfer.services.validation import TicketFields, ValidatedBatch
from triage import KeywordPool, Question, Suggestion


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A row with both labels. Labels from the keyword tier are recorded as its suggestion."""

    fields: TicketFields
    category: str
    priority: str
    suggested_category: str | None = None
    suggested_priority: str | None = None
    confidence: dict[str, float | None] | None = None
    ms: int | None = None


def add_labels(batches: Iterable[ValidatedBatch]) -> Iterator[tuple[ValidatedBatch, list[NewTicket]]]:
    """Yield each batch with its tickets, in order. Asks no model."""
    pending: deque[tuple[ValidatedBatch, Future[list[Suggestion]]]] = deque()
    with KeywordPool() as pool:
        for batch in batches:
            pending.append((batch, pool.submit([_question(row) for row in batch.fields if _lacks_label(row)])))
            if len(pending) > pool.workers:
                yield _finish(*pending.popleft())
        while pending:
            yield _finish(*pending.popleft())


def _lacks_label(fields: TicketFields) -> bool:
    return not (fields.category and fields.priority)


def _question(fields: TicketFields) -> Question:
    return Question(description=fields.description, title=fields.title)


def _finish(batch: ValidatedBatch, answers: "Future[list[Suggestion]]") -> tuple[ValidatedBatch, list[NewTicket]]:
    suggestions = iter(answers.result())
    return batch, [_new_ticket(row, next(suggestions) if _lacks_label(row) else None) for row in batch.fields]


def _new_ticket(fields: TicketFields, suggestion: Suggestion | None) -> NewTicket:
    if suggestion is None:
        return NewTicket(fields, str(fields.category), str(fields.priority))
    labels = suggestion.labels
    return NewTicket(
        fields,
        fields.category or labels.category,
        fields.priority or labels.priority,
        None if fields.category else labels.category,
        None if fields.priority else labels.priority,
        {"category": labels.confidence.category, "priority": labels.confidence.priority},
        suggestion.elapsed_ms,
    )
