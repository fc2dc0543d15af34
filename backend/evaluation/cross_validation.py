"""What the keyword tier would answer to tickets of a source it has learned nothing from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluation.learning import LABELS, Read, learn, origin
from evaluation.predictions import Outcome
from evaluation.softmax import fit_temperature
from triage import CATEGORIES, PRIORITIES, Labels, Suggestion
from triage.keywords.scoring import decide

# Our own training tickets are of one hand and say little about others: always learned from, never left out.
OWN = "own"
# The source of the tickets written to the same rubric by someone else.
BY_RUBRIC = "handwritten"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One ticket and the sums that a model without its source gives it: categories, then priorities."""

    ticket: Read
    sums: list[float]


def leave_each_source_out(tickets: Sequence[Read], progress: Callable[[str], None]) -> list[LeftOut]:
    """Sums for every ticket but our own; `progress` is told each source before its turn."""
    found: list[LeftOut] = []
    for source in sorted({origin(ticket.row) for ticket in tickets} - {OWN}):
        progress(source)
        rest = [ticket for ticket in tickets if origin(ticket.row) != source]
        category, priority = learn(rest, "category"), learn(rest, "priority")
        found += [
            LeftOut(ticket, category.scores(ticket.features) + priority.scores(ticket.features))
            for ticket in tickets
            if origin(ticket.row) == source
        ]
    return found


def calibrate(left_out: Sequence[LeftOut]) -> tuple[float, float]:
    """The temperatures for category and priority under which those answers are as sure as they are right.

    Never below 1, which would make answers surer than their sums. Public sets grade priority by rules of their own,
    most of them higher than ours, so that one is measured on tickets graded by our rubric where there are any.
    """
    middle = len(CATEGORIES)
    graded = [one for one in left_out if origin(one.ticket.row) == BY_RUBRIC] or left_out
    categories = [(one.sums[:middle], one.ticket.row.category) for one in left_out if one.ticket.row.category]
    priorities = [(one.sums[middle:], one.ticket.row.priority) for one in graded if one.ticket.row.priority]
    return (
        _temperature(categories, LABELS["category"]),
        _temperature(priorities, LABELS["priority"]),
    )


def _temperature(answers: Sequence[tuple[list[float], str]], labels: Sequence[str]) -> float:
    if not answers:
        return 1.0
    return max(1.0, fit_temperature([sums for sums, _ in answers], [labels.index(want) for _, want in answers]))


def outcomes(left_out: Sequence[LeftOut], temperatures: tuple[float, float]) -> list[Outcome]:
    """The same as answers, decided as the keyword tier decides."""
    return [Outcome(one.ticket.row, _suggestion(one.sums, temperatures)) for one in left_out]


def _suggestion(sums: list[float], temperatures: tuple[float, float]) -> Suggestion:
    decision = decide(sums, temperatures)
    labels = Labels(CATEGORIES[decision.category], PRIORITIES[decision.priority], decision.confidence)
    return Suggestion(labels, "keywords", None, (), 0)
