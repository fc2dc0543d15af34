"""Vectors of the stand-ins: the same text always has the same, and texts with the same words are near each other."""

import hashlib
import random
from collections.abc import Sequence


def vector_of(text: str, *, model: str, width: int) -> list[float]:
    """A vector as a bag of words, of no particular length. Another model turns it another way."""
    total = [0.01] * width
    for word in text.lower().split():
        chance = random.Random(hashlib.sha256(f"{model} {word}".encode()).digest())  # noqa: S311  # no secret
        total = [number + chance.gauss(0, 1) for number in total]
    return total


def vectors_of(texts: Sequence[str], *, model: str, width: int) -> list[list[float]]:
    """One for each text."""
    return [vector_of(text, model=model, width=width) for text in texts]
