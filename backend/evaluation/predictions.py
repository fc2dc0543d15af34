"""Runs a classifier on labelled tickets, one after the other, and times it."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from evaluation.dataset import LabelledTicket
from triage import Question, Source, Suggestion

Classify = Callable[[Question], Suggestion]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The suggestion for one ticket. `milliseconds` is the whole call, fall-throughs included; None: not timed."""

    ticket: LabelledTicket
    suggestion: Suggestion
    milliseconds: float | None = None

    def answered_by(self, source: Source) -> bool:
        """Whether this source answered, not one after it in the chain."""
        return self.suggestion.source == source


def predict(
    tickets: Iterable[LabelledTicket], classify: Classify, clock: Callable[[], float] = time.perf_counter
) -> Iterator[Prediction]:
    """Yield one prediction for each ticket as it is made, so that the caller can show progress."""
    for ticket in tickets:
        started = clock()
        suggestion = classify(ticket.question)
        yield Prediction(ticket, suggestion, (clock() - started) * 1000)
