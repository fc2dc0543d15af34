"""How sure a model was of its labels, from the probabilities of the tokens it wrote, never from what it says."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from triage.labels import CATEGORIES, PRIORITIES
from triage.types import Confidence

# Servers report probabilities as they were before the schema forced a label. When less than half of the mass was
# on our labels, the model wanted to write something else, and what it thinks of the labels is not worth telling.
LEAST_COVERED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Alternative:
    """A token that could have stood at some position, and its log probability."""

    token: str
    logprob: float


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was written, its log probability, and the likeliest ones at its position."""

    token: str
    logprob: float
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """The chosen label's share of the mass on all labels, and that mass; both 0..1."""

    share: float
    covered: float


def confidence(content: str, tokens: Sequence[Token]) -> Confidence:
    """The confidence in both labels of `content`, a parsed answer; None where the tokens do not tell."""
    return Confidence(
        category=_trusted(measure(content, tokens, "category", CATEGORIES)),
        priority=_trusted(measure(content, tokens, "priority", PRIORITIES)),
    )


def measure(content: str, tokens: Sequence[Token], key: str, labels: Sequence[str]) -> Measured | None:
    """What the tokens tell about the label under `key`, or None when they do not fit the content."""
    written = "".join(token.token for token in tokens)
    value = re.search(rf'"{key}"\s*:\s*"(\w+)"', written)
    if value is None or content.strip() not in written:
        return None
    start = 0
    for token in tokens:
        end = start + len(token.token)
        if end > value.start(1):
            break
        start = end
    # The token may begin before the label, with the quote or the colon; so must every alternative to it.
    lead = written[start : value.start(1)]
    mass = dict.fromkeys(labels, 0.0)
    for candidate in _distinct(token):
        if not (math.isfinite(candidate.logprob) and candidate.logprob <= 1e-6):
            return None
        label = _label(candidate.token, lead, labels)
        if label is not None:
            mass[label] += math.exp(candidate.logprob)
    covered = sum(mass.values())
    chosen = mass.get(value[1], 0.0)
    if covered <= 0:
        return None
    return Measured(share=chosen / covered, covered=min(covered, 1.0))


def _distinct(token: Token) -> list[Alternative]:
    if any(alternative.token == token.token for alternative in token.alternatives):
        return list(token.alternatives)
    return [Alternative(token.token, token.logprob), *token.alternatives]


def _label(text: str, lead: str, labels: Sequence[str]) -> str | None:
    """The label that this token begins or holds. No two labels share a first letter, so one letter decides."""
    rest = text.removeprefix(lead)
    if not rest or not text.startswith(lead):
        return None
    for label in labels:
        if label.startswith(rest) or rest.startswith(label):
            return label
    return None


def _trusted(measured: Measured | None) -> float | None:
    if measured is None or measured.covered < LEAST_COVERED:
        return None
    return round(min(max(measured.share, 0.0), 1.0), 4)
