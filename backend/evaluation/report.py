"""All figures of one classifier on one set of rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluation import metrics
from evaluation.metrics import Pair, Share
from evaluation.predictions import Outcome
from triage import CATEGORIES, PRIORITIES, Source
from triage.keywords import CATEGORY_THRESHOLD

Interval = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class PartReport:
    """The figures of one question, category or priority, over the tickets that were answered and have that label."""

    labels: tuple[str, ...]
    accuracy: Share
    macro_f1: float | None
    macro_f1_interval: Interval
    confusion: list[list[int]]
    calibration_error: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "labels": list(self.labels),
            "accuracy": share_as_dict(self.accuracy),
            "macro_f1": {"value": self.macro_f1, "interval": self.macro_f1_interval},
            "confusion": self.confusion,
            "calibration_error": self.calibration_error,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one classifier. Shares of tickets count all rows; the rest, only those it answered itself."""

    name: str
    tickets: int
    answered: Share
    prefilled: Share
    unanswered_because: dict[str, int]
    category: PartReport
    priority: PartReport
    within_one_step: Share
    critical_recall: Share
    critical_precision: Share
    latency_p50: float | None
    latency_p95: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON; milliseconds where it says latency."""
        return {
            "name": self.name,
            "tickets": self.tickets,
            "answered": share_as_dict(self.answered),
            "prefilled": share_as_dict(self.prefilled),
            "unanswered_because": self.unanswered_because,
            "category": self.category.as_dict(),
            "priority": self.priority.as_dict()
            | {
                "within_one_step": share_as_dict(self.within_one_step),
                "critical_recall": share_as_dict(self.critical_recall),
                "critical_precision": share_as_dict(self.critical_precision),
            },
            "latency_ms": {"p50": self.latency_p50, "p95": self.latency_p95},
        }


def make_report(
    name: str, source: Source, outcomes: Sequence[Outcome], threshold: float = CATEGORY_THRESHOLD
) -> Report:
    """The figures of `source`. What it left to another source counts as unanswered, whatever that one said.

    A category is filled in when its confidence is at least `threshold` or was not measured.
    """
    mine = [one for one in outcomes if one.answered_by(source)]
    sure = [one.suggestion.labels.confidence.category for one in mine]
    filled = sum(confidence is None or confidence >= threshold for confidence in sure)
    why = Counter(
        fell.reason
        for one in outcomes
        if not one.answered_by(source)
        for fell in one.suggestion.fell_through
        if fell.source == source
    )
    times = [one.milliseconds for one in mine if one.milliseconds is not None]
    priorities = _priority_pairs(mine)
    return Report(
        name=name,
        tickets=len(outcomes),
        answered=Share(len(mine), len(outcomes)),
        prefilled=Share(filled, len(outcomes)),
        unanswered_because=dict(why.most_common()),
        category=_part(CATEGORIES, _category_pairs(mine), _category_confidence(mine)),
        priority=_part(PRIORITIES, priorities, _priority_confidence(mine)),
        within_one_step=metrics.within_one_step(priorities),
        critical_recall=metrics.recall(priorities, "critical"),
        critical_precision=metrics.precision(priorities, "critical"),
        latency_p50=metrics.percentile(times, 50) if times else None,
        latency_p95=metrics.percentile(times, 95) if times else None,
    )


def share_as_dict(share: Share) -> dict[str, Any]:
    """A share with its counts and interval, as plain values."""
    return {"value": share.value, "count": share.count, "n": share.n, "interval": share.interval}


def _part(labels: tuple[str, ...], pairs: list[Pair], sure: list[tuple[float, bool]]) -> PartReport:
    return PartReport(
        labels=labels,
        accuracy=metrics.accuracy(pairs),
        macro_f1=metrics.macro_f1(pairs, labels),
        macro_f1_interval=metrics.macro_f1_interval(pairs, labels),
        confusion=metrics.confusion(pairs, labels),
        calibration_error=metrics.calibration_error([one for one, _ in sure], [hit for _, hit in sure]),
    )


def _category_pairs(outcomes: Sequence[Outcome]) -> list[Pair]:
    return [(one.row.category, one.suggestion.labels.category) for one in outcomes if one.row.category]


def _priority_pairs(outcomes: Sequence[Outcome]) -> list[Pair]:
    return [(one.row.priority, one.suggestion.labels.priority) for one in outcomes if one.row.priority]


def _category_confidence(outcomes: Sequence[Outcome]) -> list[tuple[float, bool]]:
    return [
        (sure, one.row.category == one.suggestion.labels.category)
        for one in outcomes
        if one.row.category and (sure := one.suggestion.labels.confidence.category) is not None
    ]


def _priority_confidence(outcomes: Sequence[Outcome]) -> list[tuple[float, bool]]:
    return [
        (sure, one.row.priority == one.suggestion.labels.priority)
        for one in outcomes
        if one.row.priority and (sure := one.suggestion.labels.confidence.priority) is not None
    ]
