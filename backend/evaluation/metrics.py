"""The figures: shares with their intervals, F1, confusion, calibration, percentiles. All pure functions.

A pair is (wanted, given): the label a person chose and the one that was suggested.
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
class Share:
    """`count` of `n`, with the 95 % Wilson interval: honest for few rows and near 0 or 1."""

    count: int
    n: int

    @property
    def value(self) -> float | None:
        """The share itself, 0..1; None of nothing."""
        return self.count / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lower and upper bound, 0..1; None of nothing."""
        if not self.n:
            return None
        z2 = _Z95 * _Z95
        share = self.count / self.n
        middle = (share + z2 / (2 * self.n)) / (1 + z2 / self.n)
        half = _Z95 * math.sqrt(share * (1 - share) / self.n + z2 / (4 * self.n * self.n)) / (1 + z2 / self.n)
        return max(0.0, middle - half), min(1.0, middle + half)


def accuracy(pairs: Sequence[Pair]) -> Share:
    """How often wanted and given agree."""
    return Share(sum(wanted == given for wanted, given in pairs), len(pairs))


def within_one_step(pairs: Sequence[Pair]) -> Share:
    """How often a priority is right or next to right."""
    step: dict[str, int] = {label: at for at, label in enumerate(PRIORITIES)}
    return Share(sum(abs(step[wanted] - step[given]) <= 1 for wanted, given in pairs), len(pairs))


def recall(pairs: Sequence[Pair], label: str) -> Share:
    """Of the tickets that are `label`, how many were given it."""
    given = [given for wanted, given in pairs if wanted == label]
    return Share(given.count(label), len(given))


def precision(pairs: Sequence[Pair], label: str) -> Share:
    """Of the tickets that were given `label`, how many are it."""
    wanted = [wanted for wanted, given in pairs if given == label]
    return Share(wanted.count(label), len(wanted))


def macro_f1(pairs: Sequence[Pair], labels: Sequence[str]) -> float | None:
    """The mean F1 of the labels that occur, each counting the same however rare; None of nothing."""
    right = Counter(wanted for wanted, given in pairs if wanted == given)
    wanted_times = Counter(wanted for wanted, _ in pairs)
    given_times = Counter(given for _, given in pairs)
    present = [label for label in labels if wanted_times[label] or given_times[label]]
    if not present:
        return None
    return sum(2 * right[label] / (wanted_times[label] + given_times[label]) for label in present) / len(present)


def macro_f1_interval(pairs: Sequence[Pair], labels: Sequence[str]) -> tuple[float, float] | None:
    """The 95 % interval of macro_f1 by resampling; the same pairs always give the same interval."""
    if not pairs:
        return None
    dice = random.Random(20240501)  # noqa: S311 - statistics, no secret
    found = sorted(macro_f1(dice.choices(pairs, k=len(pairs)), labels) or 0.0 for _ in range(_RESAMPLES))
    return percentile(found, 2.5), percentile(found, 97.5)


def confusion(pairs: Sequence[Pair], labels: Sequence[str]) -> list[list[int]]:
    """Counts: a row for each wanted label, a column for each given one."""
    times = Counter(pairs)
    return [[times[wanted, given] for given in labels] for wanted in labels]


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float | None:
    """How far confidence is from being right, on average over equal bins (ECE); None of nothing."""
    if not confidences:
        return None
    total = 0.0
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, hit in zip(confidences, right, strict=True):
        held[min(bins - 1, int(confidence * bins))].append((confidence, hit))
    for bin_ in held:
        if bin_:
            total += abs(sum(confidence for confidence, _ in bin_) - sum(hit for _, hit in bin_))
    return total / len(confidences)


def percentile(values: Sequence[float], rank: float) -> float:
    """The value below which `rank` percent lie, between neighbours in proportion. Raises ValueError of nothing."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = (len(ordered) - 1) * rank / 100
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
