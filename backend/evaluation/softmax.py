"""Multinomial logistic regression on sparse features, with a Gaussian prior around given weights instead of zero."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evaluation.minimise import minimise
from triage.classifier.heads import softmax

Vector = list[float]


@dataclass(frozen=True, slots=True)
class Example:
    """One sample: (index, value) of its features, the index of its label, its weight."""

    features: tuple[tuple[int, float], ...]
    label: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Prior:
    """The Gaussian prior on the weights of one feature: its mean for each label, and its strength (precision)."""

    mean: tuple[float, ...]
    strength: float


def fit(examples: Sequence[Example], priors: Sequence[Prior], labels: int, max_iterations: int = 200) -> list[Vector]:
    """The maximum a posteriori weights, by feature, then by label.

    The problem is convex, so the same input always gives the same weights.
    """
    if not examples:
        return [list(prior.mean) for prior in priors]
    mean = np.array([prior.mean for prior in priors], dtype=float).reshape(len(priors), labels)
    strength = np.array([prior.strength for prior in priors], dtype=float)[:, None]
    rows = np.repeat(np.arange(len(examples)), [len(one.features) for one in examples])
    columns = np.array([index for one in examples for index, _ in one.features], dtype=int)
    values = np.array([value for one in examples for _, value in one.features], dtype=float)[:, None]
    chosen = np.array([one.label for one in examples], dtype=int)
    counts = np.array([one.weight for one in examples], dtype=float)
    every = np.arange(len(examples))

    def loss(flat: npt.NDArray[Any]) -> tuple[float, npt.NDArray[Any]]:
        weights = flat.reshape(mean.shape)
        scores = _added(rows, values * weights[columns], len(examples))
        likely = softmax(scores)
        total = -float(counts @ np.log(np.maximum(likely[every, chosen], 1e-300)))
        likely[every, chosen] -= 1.0
        errors = likely * counts[:, None]
        difference = weights - mean
        gradient = _added(columns, values * errors[rows], len(mean)) + strength * difference
        return total + 0.5 * float((strength * difference * difference).sum()), gradient.ravel()

    found: list[Vector] = minimise(loss, mean.ravel(), max_iterations=max_iterations).reshape(mean.shape).tolist()
    return found


def probabilities(scores: Sequence[float], temperature: float = 1.0) -> Vector:
    """The softmax of the scores; a higher temperature makes it more even."""
    top = max(scores)
    powers = [math.exp((score - top) / temperature) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def fit_temperature(scores: Sequence[Sequence[float]], labels: Sequence[int]) -> float:
    """The temperature with the least log loss on these scores, which must be of held-out samples."""

    def log_loss(temperature: float) -> float:
        pairs = zip(scores, labels, strict=True)
        return -sum(math.log(max(probabilities(row, temperature)[label], 1e-12)) for row, label in pairs)

    return min((step / 20 for step in range(8, 81)), key=log_loss)


def _added(places: npt.NDArray[Any], rows: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    """The sum of the rows at each place: size x columns."""
    columns = [np.bincount(places, weights=column, minlength=size) for column in rows.T]
    return np.stack(columns, axis=1) if columns else np.zeros((size, 0))
