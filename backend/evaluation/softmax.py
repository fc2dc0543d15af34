"""Multinomial logistic regression in plain Python, with a Gaussian prior around given weights instead of zero.

Fast enough for a few thousand tickets, so learning the keyword weights needs no library.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Vector = list[float]
_HISTORY = 12
_ARMIJO = 1e-4
_MIN_STEP = 1e-10


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
    start = [weight for prior in priors for weight in prior.mean]

    def loss(weights: Vector) -> tuple[float, Vector]:
        return _loss(weights, examples, priors, labels)

    weights = _minimise(loss, start, max_iterations)
    return [weights[offset : offset + labels] for offset in range(0, len(weights), labels)]


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


def _loss(weights: Vector, examples: Sequence[Example], priors: Sequence[Prior], labels: int) -> tuple[float, Vector]:
    total = 0.0
    gradient = [0.0] * len(weights)
    label_range = range(labels)
    for example in examples:
        scores = [0.0] * labels
        for index, value in example.features:
            base = index * labels
            for label in label_range:
                scores[label] += value * weights[base + label]
        errors = probabilities(scores)
        total -= example.weight * math.log(max(errors[example.label], 1e-300))
        errors[example.label] -= 1.0
        errors = [example.weight * error for error in errors]
        for index, value in example.features:
            base = index * labels
            for label in label_range:
                gradient[base + label] += value * errors[label]
    offset = 0
    for prior in priors:
        for target in prior.mean:
            difference = weights[offset] - target
            total += 0.5 * prior.strength * difference * difference
            gradient[offset] += prior.strength * difference
            offset += 1
    return total, gradient


def _minimise(loss: Callable[[Vector], tuple[float, Vector]], start: Vector, max_iterations: int) -> Vector:
    """Minimise by L-BFGS with a backtracking line search, until the gradient is almost zero."""
    point, (value, gradient) = start, loss(start)
    history: list[tuple[Vector, Vector, float]] = []
    for _ in range(max_iterations):
        norm = math.sqrt(_dot(gradient, gradient))
        if norm < 1e-3:
            break
        direction = _direction(gradient, history)
        directional_derivative = _dot(direction, gradient)
        step_size = 1.0 if history else 1.0 / norm
        while step_size > _MIN_STEP:
            next_point = [a + step_size * b for a, b in zip(point, direction, strict=True)]
            new_value, new_gradient = loss(next_point)
            if new_value <= value + _ARMIJO * step_size * directional_derivative:
                break
            step_size /= 2
        else:
            break
        step = [b - a for a, b in zip(point, next_point, strict=True)]
        gradient_change = [b - a for a, b in zip(gradient, new_gradient, strict=True)]
        if (curvature := _dot(step, gradient_change)) > 1e-12:
            history = [*history[1 - _HISTORY :], (step, gradient_change, 1.0 / curvature)]
        point, value, gradient = next_point, new_value, new_gradient
    return point


def _direction(gradient: Vector, history: list[tuple[Vector, Vector, float]]) -> Vector:
    """The two-loop recursion of L-BFGS; `history` holds steps, changes of the gradient, and 1 / their product."""
    direction = [-component for component in gradient]
    alphas: list[float] = []
    for step, gradient_change, scale in reversed(history):
        alpha = scale * _dot(step, direction)
        alphas.append(alpha)
        direction = [a - alpha * b for a, b in zip(direction, gradient_change, strict=True)]
    if history:
        step, gradient_change, _ = history[-1]
        gamma = _dot(step, gradient_change) / _dot(gradient_change, gradient_change)
        direction = [gamma * component for component in direction]
    for (step, gradient_change, scale), alpha in zip(history, reversed(alphas), strict=True):
        beta = scale * _dot(gradient_change, direction)
        direction = [a + (alpha - beta) * b for a, b in zip(direction, step, strict=True)]
    return direction


def _dot(one: Vector, other: Vector) -> float:
    return sum(map(float.__mul__, one, other))
