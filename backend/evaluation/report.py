"""All figures of one classifier on one set of tickets."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluation import metrics
from evaluation.metrics import Pair, Proportion
from evaluation.predictions import Prediction
from triage import CATEGORIES, PRIORITIES, Source
from triage.keywords import CATEGORY_THRESHOLD

Interval = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class TargetReport:
    """The figures of one target, category or priority, over the tickets that were answered and have that label."""

    labels: tuple[str, ...]
    accuracy: Proportion
    macro_f1: float | None
    macro_f1_interval: Interval
    confusion: list[list[int]]
    calibration_error: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "labels": list(self.labels),
            "accuracy": proportion_as_dict(self.accuracy),
            "macro_f1": {"value": self.macro_f1, "interval": self.macro_f1_interval},
            "confusion": self.confusion,
            "calibration_error": self.calibration_error,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one classifier. `answered` and `prefilled` are of all tickets, the rest of those it answered."""

    name: str
    tickets: int
    answered: Proportion
    prefilled: Proportion
    unanswered_because: dict[str, int]
    category: TargetReport
    priority: TargetReport
    within_one_step: Proportion
    critical_recall: Proportion
    critical_precision: Proportion
    latency_p50: float | None
    latency_p95: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON; latencies in milliseconds."""
        return {
            "name": self.name,
            "tickets": self.tickets,
            "answered": proportion_as_dict(self.answered),
            "prefilled": proportion_as_dict(self.prefilled),
            "unanswered_because": self.unanswered_because,
            "category": self.category.as_dict(),
            "priority": self.priority.as_dict()
            | {
                "within_one_step": proportion_as_dict(self.within_one_step),
                "critical_recall": proportion_as_dict(self.critical_recall),
                "critical_precision": proportion_as_dict(self.critical_precision),
            },
            "latency_ms": {"p50": self.latency_p50, "p95": self.latency_p95},
        }


def make_report(
    name: str, source: Source, predictions: Sequence[Prediction], threshold: float = CATEGORY_THRESHOLD
) -> Report:
    """The figures of `source`. A ticket that fell through to another source counts as unanswered.

    A category is filled in where its confidence is at least `threshold` or was not measured.
    """
    own = [one for one in predictions if one.answered_by(source)]
    confidences = [one.suggestion.labels.confidence.category for one in own]
    filled = sum(confidence is None or confidence >= threshold for confidence in confidences)
    reasons = Counter(
        failure.reason
        for one in predictions
        if not one.answered_by(source)
        for failure in one.suggestion.fell_through
        if failure.source == source
    )
    durations = [one.milliseconds for one in own if one.milliseconds is not None]
    priorities = _priority_pairs(own)
    return Report(
        name=name,
        tickets=len(predictions),
        answered=Proportion(len(own), len(predictions)),
        prefilled=Proportion(filled, len(predictions)),
        unanswered_because=dict(reasons.most_common()),
        category=_target_report(CATEGORIES, _category_pairs(own), _category_confidence(own)),
        priority=_target_report(PRIORITIES, priorities, _priority_confidence(own)),
        within_one_step=metrics.within_one_step(priorities),
        critical_recall=metrics.recall(priorities, "critical"),
        critical_precision=metrics.precision(priorities, "critical"),
        latency_p50=metrics.percentile(durations, 50) if durations else None,
        latency_p95=metrics.percentile(durations, 95) if durations else None,
    )


def proportion_as_dict(proportion: Proportion) -> dict[str, Any]:
    """A proportion with its counts and interval, as plain values."""
    return {"value": proportion.value, "count": proportion.count, "n": proportion.n, "interval": proportion.interval}


def _target_report(labels: tuple[str, ...], pairs: list[Pair], measured: list[tuple[float, bool]]) -> TargetReport:
    return TargetReport(
        labels=labels,
        accuracy=metrics.accuracy(pairs),
        macro_f1=metrics.macro_f1(pairs, labels),
        macro_f1_interval=metrics.macro_f1_interval(pairs, labels),
        confusion=metrics.confusion(pairs, labels),
        calibration_error=metrics.calibration_error(
            [confidence for confidence, _ in measured], [is_correct for _, is_correct in measured]
        ),
    )


def _category_pairs(predictions: Sequence[Prediction]) -> list[Pair]:
    return [(one.ticket.category, one.suggestion.labels.category) for one in predictions if one.ticket.category]


def _priority_pairs(predictions: Sequence[Prediction]) -> list[Pair]:
    return [(one.ticket.priority, one.suggestion.labels.priority) for one in predictions if one.ticket.priority]


def _category_confidence(predictions: Sequence[Prediction]) -> list[tuple[float, bool]]:
    return [
        (confidence, one.ticket.category == one.suggestion.labels.category)
        for one in predictions
        if one.ticket.category and (confidence := one.suggestion.labels.confidence.category) is not None
    ]


def _priority_confidence(predictions: Sequence[Prediction]) -> list[tuple[float, bool]]:
    return [
        (confidence, one.ticket.priority == one.suggestion.labels.priority)
        for one in predictions
        if one.ticket.priority and (confidence := one.suggestion.labels.confidence.priority) is not None
    ]
