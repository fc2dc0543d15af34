"""Minimises smooth convex functions by L-BFGS (Nocedal and Wright, Numerical Optimization, chapter 7)."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
# A point in; the loss there and its gradient out.
Loss = Callable[[Array], tuple[float, Array]]

_HISTORY = 12
_ARMIJO = 1e-4
_MIN_STEP = 1e-10
_MIN_CURVATURE = 1e-12


def minimise(loss: Loss, start: Array, *, max_iterations: int = 200, tolerance: float = 1e-3) -> Array:
    """The point where the length of the gradient is below the tolerance, or the last one that was reached.

    The same input always gives the same point.
    """
    point = start
    value, gradient = loss(start)
    history: list[tuple[Array, Array, float]] = []
    for _ in range(max_iterations):
        norm = float(np.linalg.norm(gradient))
        if norm < tolerance:
            break
        direction = _direction(gradient, history)
        slope = float(direction @ gradient)
        step_size = 1.0 if history else 1.0 / norm
        while step_size > _MIN_STEP:
            next_point = point + step_size * direction
            new_value, new_gradient = loss(next_point)
            if new_value <= value + _ARMIJO * step_size * slope:
                break
            step_size /= 2
        else:
            break
        step, change = next_point - point, new_gradient - gradient
        if (curvature := float(step @ change)) > _MIN_CURVATURE:
            history = [*history[1 - _HISTORY :], (step, change, 1.0 / curvature)]
        point, value, gradient = next_point, new_value, new_gradient
    return point


def _direction(gradient: Array, history: list[tuple[Array, Array, float]]) -> Array:
    """The two-loop recursion; `history` holds steps, changes of the gradient, and 1 / their product."""
    direction = -gradient
    alphas: list[float] = []
    for step, change, scale in reversed(history):
        alpha = scale * float(step @ direction)
        alphas.append(alpha)
        direction = direction - alpha * change
    if history:
        step, change, _ = history[-1]
        direction = direction * (float(step @ change) / float(change @ change))
    for (step, change, scale), alpha in zip(history, reversed(alphas), strict=True):
        direction = direction + (alpha - scale * float(change @ direction)) * step
    return direction
