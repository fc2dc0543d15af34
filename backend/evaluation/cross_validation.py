"""Cross-validation of the keyword tier: each source is predicted by a model learned from the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluation.dataset import LabelledTicket
from evaluation.learning import LABELS, Sample, learn, origin
from evaluation.predictions import Prediction
from evaluation.softmax import fit_temperature
from triage import CATEGORIES, PRIORITIES, Labels, Suggestion
from triage.keywords.scoring import decide

# The source of our own training tickets. They say little about other desks: always learned from, never held out.
OWN = "own"
# The source of tickets that somebody else wrote and labelled by the same rubric.
BY_RUBRIC = "handwritten"


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A sample and its scores from a model learned without its source: categories, then priorities."""

    sample: Sample
    scores: list[float]

    @property
    def ticket(self) -> LabelledTicket:
        """The labelled ticket."""
        return self.sample.ticket


def leave_one_source_out(samples: Sequence[Sample], progress: Callable[[str], None]) -> list[HeldOut]:
    """The scores of every sample but our own; `progress` is called with each source before it is held out."""
    found: list[HeldOut] = []
    for source in sorted({origin(sample.ticket) for sample in samples} - {OWN}):
        progress(source)
        rest = [sample for sample in samples if origin(sample.ticket) != source]
        category, priority = learn(rest, "category"), learn(rest, "priority")
        found += [
            HeldOut(sample, category.scores(sample.features) + priority.scores(sample.features))
            for sample in samples
            if origin(sample.ticket) == source
        ]
    return found


def calibrate(held_out: Sequence[HeldOut]) -> tuple[float, float]:
    """The softmax temperatures for category and priority that make confidence match accuracy on these samples.

    At least 1, for a lower one would sharpen the scores. Public sets grade priority by other rules, mostly higher than
    ours: its temperature is fitted on tickets labelled by our rubric where there are any.
    """
    middle = len(CATEGORIES)
    by_rubric = [one for one in held_out if origin(one.ticket) == BY_RUBRIC] or held_out
    categories = [(one.scores[:middle], one.ticket.category) for one in held_out if one.ticket.category]
    priorities = [(one.scores[middle:], one.ticket.priority) for one in by_rubric if one.ticket.priority]
    return (
        _temperature(categories, LABELS["category"]),
        _temperature(priorities, LABELS["priority"]),
    )


def _temperature(answers: Sequence[tuple[list[float], str]], labels: Sequence[str]) -> float:
    if not answers:
        return 1.0
    return max(1.0, fit_temperature([scores for scores, _ in answers], [labels.index(actual) for _, actual in answers]))


def predictions(held_out: Sequence[HeldOut], temperatures: tuple[float, float]) -> list[Prediction]:
    """The predictions for these samples, decided as the keyword tier decides."""
    return [Prediction(one.ticket, _suggestion(one.scores, temperatures)) for one in held_out]


def _suggestion(scores: list[float], temperatures: tuple[float, float]) -> Suggestion:
    decision = decide(scores, temperatures)
    labels = Labels(CATEGORIES[decision.category], PRIORITIES[decision.priority], decision.confidence)
    return Suggestion(labels, "keywords", None, (), 0)
