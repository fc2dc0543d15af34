"""Labelled examples: those that a text reads like."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from triage.labels import CATEGORIES, PRIORITIES, Category, Priority

Array = npt.NDArray[Any]

MOST: Final = 2
# Cosines without the mean. Below the first a text reads like none of the examples.
_LIKE: Final = 0.25
# An example in the reader's language, or with the suggested priority too, is shown before one that is this much nearer.
_LANGUAGE_BONUS: Final = 0.45
_PRIORITY_BONUS: Final = 0.08
# The second is shown only where it is nearly as near as the first.
_BEHIND: Final = 0.15


@dataclass(frozen=True, slots=True)
class Examples:
    """`vectors` (examples x width, centred) with the indexes of their labels, their languages and short texts."""

    vectors: Array
    categories: Array
    priorities: Array
    languages: Sequence[str]
    texts: Sequence[str]

    def nearest(self, row: Array, category: Category, priority: Priority, language: str) -> tuple[str, ...]:
        """Up to two texts of this category, for a centred vector; in the language where one is near enough."""
        likeness = self.vectors @ row
        likeness[self.categories != CATEGORIES.index(category)] = -1.0
        near = likeness >= _LIKE
        if not near.any():
            return ()
        rank = likeness + _PRIORITY_BONUS * (self.priorities == PRIORITIES.index(priority))
        rank += _LANGUAGE_BONUS * np.fromiter((one == language for one in self.languages), bool, len(self.languages))
        rank[~near] = -1.0
        first, *others = np.argsort(-rank, kind="stable")[: MOST * 2].tolist()
        chosen = [first]
        for other in others:
            near_enough = near[other] and rank[other] >= rank[first] - _BEHIND
            if len(chosen) < MOST and near_enough and self.texts[other] != self.texts[first]:
                chosen.append(other)
        return tuple(self.texts[one] for one in chosen)
