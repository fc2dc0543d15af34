"""The metrics: accuracy, recall, precision, F1, confusion matrix, calibration error, percentiles. Pure functions.

A pair is (actual, predicted): the label that a person chose and the one that was suggested.
"""

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from triage import PRIORITIES

Pair = tuple[str, str]
_Z95 = 1.959964
_RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Proportion:
    """`count` of `n`, with the 95 % Wilson interval, which holds for small n and near 0 or 1."""

    count: int
    n: int

    @property
    def value(self) -> float | None:
        """The proportion, 0..1; None where n is 0."""
        return self.count / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lower and upper bound, 0..1; None where n is 0."""
        if not self.n:
            return None
        z2 = _Z95 * _Z95
        p = self.count / self.n
        middle = (p + z2 / (2 * self.n)) / (1 + z2 / self.n)
        half = _Z95 * math.sqrt(p * (1 - p) / self.n + z2 / (4 * self.n * self.n)) / (1 + z2 / self.n)
        return max(0.0, middle - half), min(1.0, middle + half)


def accuracy(pairs: Sequence[Pair]) -> Proportion:
    """The proportion of pairs whose labels agree."""
    return Proportion(sum(actual == predicted for actual, predicted in pairs), len(pairs))


def within_one_step(pairs: Sequence[Pair]) -> Proportion:
    """The proportion of priorities that are correct or one step away."""
    step: dict[str, int] = {label: at for at, label in enumerate(PRIORITIES)}
    return Proportion(sum(abs(step[actual] - step[predicted]) <= 1 for actual, predicted in pairs), len(pairs))


def recall(pairs: Sequence[Pair], label: str) -> Proportion:
    """Of the tickets whose label is `label`, the proportion predicted as such."""
    predicted = [predicted for actual, predicted in pairs if actual == label]
    return Proportion(predicted.count(label), len(predicted))


def precision(pairs: Sequence[Pair], label: str) -> Proportion:
    """Of the tickets predicted as `label`, the proportion whose label it is."""
    actual = [actual for actual, predicted in pairs if predicted == label]
    return Proportion(actual.count(label), len(actual))


def macro_f1(pairs: Sequence[Pair], labels: Sequence[str]) -> float | None:
    """The unweighted mean of F1 over the labels that occur; None without pairs."""
    correct = Counter(actual for actual, predicted in pairs if actual == predicted)
    actual_counts = Counter(actual for actual, _ in pairs)
    predicted_counts = Counter(predicted for _, predicted in pairs)
    present = [label for label in labels if actual_counts[label] or predicted_counts[label]]
    if not present:
        return None
    f1 = [2 * correct[label] / (actual_counts[label] + predicted_counts[label]) for label in present]
    return sum(f1) / len(f1)


def macro_f1_interval(pairs: Sequence[Pair], labels: Sequence[str]) -> tuple[float, float] | None:
    """The 95 % bootstrap interval of macro_f1; None without pairs. Seeded, so it is reproducible."""
    if not pairs:
        return None
    resampler = random.Random(20240501)  # noqa: S311 - statistics, no secret
    resampled = sorted(macro_f1(resampler.choices(pairs, k=len(pairs)), labels) or 0.0 for _ in range(_RESAMPLES))
    return percentile(resampled, 2.5), percentile(resampled, 97.5)


def confusion(pairs: Sequence[Pair], labels: Sequence[str]) -> list[list[int]]:
    """The confusion matrix: a row for each actual label, a column for each predicted one."""
    counts = Counter(pairs)
    return [[counts[actual, predicted] for predicted in labels] for actual in labels]


def calibration_error(confidences: Sequence[float], correct: Sequence[bool], bins: int = 10) -> float | None:
    """The expected calibration error (ECE) over bins of equal width; None without confidences."""
    if not confidences:
        return None
    total = 0.0
    binned: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, is_correct in zip(confidences, correct, strict=True):
        binned[min(bins - 1, int(confidence * bins))].append((confidence, is_correct))
    for bin_ in binned:
        if bin_:
            total += abs(sum(confidence for confidence, _ in bin_) - sum(is_correct for _, is_correct in bin_))
    return total / len(confidences)


def percentile(values: Sequence[float], rank: float) -> float:
    """The value below which `rank` percent lie, linearly interpolated. Raises ValueError without values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    position = (len(ordered) - 1) * rank / 100
    low = math.floor(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)
