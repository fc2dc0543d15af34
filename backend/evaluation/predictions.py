"""Asking a classifier about labelled tickets, one after the other, and keeping what it said."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from evaluation.dataset import Row
from triage import Question, Source, Suggestion

Classify = Callable[[Question], Suggestion]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was suggested for one row. `milliseconds` is the whole call, fall-throughs included; None: not timed."""

    row: Row
    suggestion: Suggestion
    milliseconds: float | None = None

    def answered_by(self, source: Source) -> bool:
        """Whether the source in question answered itself, instead of leaving it to the next one."""
        return self.suggestion.source == source


def ask(rows: Iterable[Row], classify: Classify, clock: Callable[[], float] = time.perf_counter) -> Iterator[Outcome]:
    """One outcome for each row, as they come: the caller can show progress."""
    for row in rows:
        started = clock()
        suggestion = classify(row.question)
        yield Outcome(row, suggestion, (clock() - started) * 1000)
