"""The heads: from a text's vector to a category, a priority and the confidence in both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from triage.labels import CATEGORIES, PRIORITIES, Category, Priority
from triage.types import Confidence

Array = npt.NDArray[Any]
# The probability of each category, and of each priority.
Votes = tuple[Sequence[float], Sequence[float]]

# How much the keyword tier's vote counts beside the heads' own. Both err in different places: in the cross-validation
# over tickets that neither was fitted to, the vote brought the priority from .75 to .80 (docs/triage.md).
KEYWORDS_COUNT: Final = 0.6
_LEAST: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Heads:
    """Kernel ridge regression: a label's score is a sum over labelled examples, of which the near ones count most.

    `examples` (examples x width) are centred vectors, and `weights` (examples x 8) what each adds to the score of each
    category and then of each priority; `bias` (8) is added for all. An example counts exp(-sharpness * (1 - cosine)).
    Of vectors, `mean` is subtracted first: all vectors of the model point in much the same direction, which says
    nothing about a text. A vector has `parts` of one size, which count the same. The temperatures, of category and
    priority, make confidence match how often a label is right.
    """

    mean: Array
    examples: Array
    weights: Array
    bias: Array
    sharpness: float
    temperatures: tuple[float, float]
    parts: int = 1

    def answer(self, vector: Array, votes: Votes | None = None) -> tuple[Category, Priority, Confidence]:
        """The labels for one vector, with the votes of the keyword tier on its text where they are given."""
        categories, priorities = self.probabilities(vector[None, :])
        if votes:
            categories, priorities = with_votes(categories, votes[0]), with_votes(priorities, votes[1])
        first, second = int(categories[0].argmax()), int(priorities[0].argmax())
        confidence = Confidence(round(float(categories[0, first]), 3), round(float(priorities[0, second]), 3))
        return CATEGORIES[first], PRIORITIES[second], confidence

    def probabilities(self, vectors: Array) -> tuple[Array, Array]:
        """The probability of each category and of each priority: rows x 4 and rows x 4."""
        scores = self.scores(vectors)
        first, second = self.temperatures
        return softmax(scores[:, : len(CATEGORIES)] / first), softmax(scores[:, len(CATEGORIES) :] / second)

    def centred(self, vectors: Array) -> Array:
        """The vectors as the examples are: without the mean."""
        return centred(vectors, self.mean, self.parts)

    def scores(self, vectors: Array) -> Array:
        """The scores of each category and then of each priority, before the temperatures: rows x 8."""
        near = kernel(self.centred(vectors), self.examples, self.sharpness)
        return np.asarray(near @ self.weights + self.bias)


def with_votes(probabilities: Array, votes: Sequence[float]) -> Array:
    """Rows of probabilities, times the votes to the power of their count, as probabilities again."""
    voted = KEYWORDS_COUNT * np.log(np.maximum(np.asarray(votes), _LEAST))
    return softmax(np.log(np.maximum(probabilities, _LEAST)) + voted)


def kernel(rows: Array, examples: Array, sharpness: float) -> Array:
    """How much each example counts for each row; both are centred. Rows x examples."""
    return np.asarray(np.exp(sharpness * (rows @ examples.T - 1)))


def centred(vectors: Array, mean: Array, parts: int) -> Array:
    """The vectors without the mean, of length 1 again, and so that each of their parts has the same length."""
    rows = (vectors - mean).reshape(len(vectors), parts, -1)
    rows = rows / np.maximum(np.linalg.norm(rows, axis=2, keepdims=True), 1e-9)
    return np.asarray(rows.reshape(len(vectors), -1) / np.sqrt(parts))


def softmax(scores: Array) -> Array:
    """Rows of scores as rows of probabilities."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
