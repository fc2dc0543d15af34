"""Multinomial logistic regression in plain Python, pulled towards given weights instead of zero.

Small enough for a few thousand tickets: no library is needed to learn the keyword weights again.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Vector = list[float]
_MEMORY = 12
_ARMIJO = 1e-4
_SHORTEST_STEP = 1e-10


@dataclass(frozen=True, slots=True)
class Example:
    """One ticket: (index, value) of its features, the index of its label, how much it counts."""

    features: tuple[tuple[int, float], ...]
    label: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Pull:
    """Where the weights of one feature are pulled to (one number per label), and how hard."""

    towards: tuple[float, ...]
    strength: float


def fit(examples: Sequence[Example], pulls: Sequence[Pull], labels: int, rounds: int = 200) -> list[Vector]:
    """Weights by feature, then by label: the most probable ones given the examples and the pulls.

    The problem is convex, so the same input always ends at the same weights.
    """
    start = [weight for pull in pulls for weight in pull.towards]

    def loss(flat: Vector) -> tuple[float, Vector]:
        return _loss(flat, examples, pulls, labels)

    flat = _minimise(loss, start, rounds)
    return [flat[at : at + labels] for at in range(0, len(flat), labels)]


def probabilities(scores: Sequence[float], temperature: float = 1.0) -> Vector:
    """Scores as shares of one; a higher temperature makes them more even."""
    top = max(scores)
    powers = [math.exp((score - top) / temperature) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def fit_temperature(scores: Sequence[Sequence[float]], labels: Sequence[int]) -> float:
    """The temperature under which these scores, of tickets not learned from, are best calibrated."""

    def surprise(temperature: float) -> float:
        pairs = zip(scores, labels, strict=True)
        return -sum(math.log(max(probabilities(row, temperature)[label], 1e-12)) for row, label in pairs)

    return min((step / 20 for step in range(8, 81)), key=surprise)


def _loss(flat: Vector, examples: Sequence[Example], pulls: Sequence[Pull], labels: int) -> tuple[float, Vector]:
    total = 0.0
    slope = [0.0] * len(flat)
    across = range(labels)
    for example in examples:
        scores = [0.0] * labels
        for index, value in example.features:
            base = index * labels
            for label in across:
                scores[label] += value * flat[base + label]
        shares = probabilities(scores)
        total -= example.weight * math.log(max(shares[example.label], 1e-300))
        shares[example.label] -= 1.0
        off = [example.weight * share for share in shares]
        for index, value in example.features:
            base = index * labels
            for label in across:
                slope[base + label] += value * off[label]
    at = 0
    for pull in pulls:
        for target in pull.towards:
            away = flat[at] - target
            total += 0.5 * pull.strength * away * away
            slope[at] += pull.strength * away
            at += 1
    return total, slope


def _minimise(loss: Callable[[Vector], tuple[float, Vector]], start: Vector, rounds: int) -> Vector:
    """Limited-memory BFGS with a halving line search, until the slope is level."""
    here, (value, slope) = start, loss(start)
    steps: list[tuple[Vector, Vector, float]] = []
    for _ in range(rounds):
        level = math.sqrt(_dot(slope, slope))
        if level < 1e-3:
            break
        way = _direction(slope, steps)
        descent = _dot(way, slope)
        size = 1.0 if steps else 1.0 / level
        while size > _SHORTEST_STEP:
            there = [a + size * b for a, b in zip(here, way, strict=True)]
            new_value, new_slope = loss(there)
            if new_value <= value + _ARMIJO * size * descent:
                break
            size /= 2
        else:
            break
        moved = [b - a for a, b in zip(here, there, strict=True)]
        turned = [b - a for a, b in zip(slope, new_slope, strict=True)]
        if (curve := _dot(moved, turned)) > 1e-12:
            steps = [*steps[1 - _MEMORY :], (moved, turned, 1.0 / curve)]
        here, value, slope = there, new_value, new_slope
    return here


def _direction(slope: Vector, steps: list[tuple[Vector, Vector, float]]) -> Vector:
    way = [-part for part in slope]
    shares: list[float] = []
    for moved, turned, scale in reversed(steps):
        share = scale * _dot(moved, way)
        shares.append(share)
        way = [a - share * b for a, b in zip(way, turned, strict=True)]
    if steps:
        moved, turned, _ = steps[-1]
        size = _dot(moved, turned) / _dot(turned, turned)
        way = [size * part for part in way]
    for (moved, turned, scale), share in zip(steps, reversed(shares), strict=True):
        back = share - scale * _dot(turned, way)
        way = [a + back * b for a, b in zip(way, moved, strict=True)]
    return way


def _dot(one: Vector, other: Vector) -> float:
    return sum(map(float.__mul__, one, other))
