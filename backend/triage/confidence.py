"""A model's confidence in its labels, from the log probabilities of the tokens it wrote, not from what it claims."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from triage.labels import CATEGORIES, PRIORITIES
from triage.types import Confidence

# Servers report probabilities as they were before the schema forced a label. With less than half of the probability
# mass on our labels the model would have written something else, and its choice among labels means little.
MIN_LABEL_MASS: Final = 0.5


@dataclass(frozen=True, slots=True)
class TopLogprob:
    """One of the likeliest tokens at a position, and its log probability."""

    token: str
    logprob: float


@dataclass(frozen=True, slots=True)
class TokenLogprob:
    """A token that was written, its log probability, and the likeliest tokens at its position."""

    token: str
    logprob: float
    alternatives: tuple[TopLogprob, ...]


@dataclass(frozen=True, slots=True)
class Measurement:
    """The chosen label's share of the probability mass on all labels, and that mass; both 0..1."""

    share: float
    label_mass: float


def confidence(content: str, tokens: Sequence[TokenLogprob]) -> Confidence:
    """The confidence in both labels of `content`, a parsed answer; None where the tokens do not show it."""
    return Confidence(
        category=_trusted(measure(content, tokens, "category", CATEGORIES)),
        priority=_trusted(measure(content, tokens, "priority", PRIORITIES)),
    )


def measure(content: str, tokens: Sequence[TokenLogprob], key: str, labels: Sequence[str]) -> Measurement | None:
    """The measurement of the label under `key`; None when the tokens do not match the content."""
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
    label_mass = sum(mass.values())
    chosen = mass.get(value[1], 0.0)
    if label_mass <= 0:
        return None
    return Measurement(share=chosen / label_mass, label_mass=min(label_mass, 1.0))


def _distinct(token: TokenLogprob) -> list[TopLogprob]:
    if any(alternative.token == token.token for alternative in token.alternatives):
        return list(token.alternatives)
    return [TopLogprob(token.token, token.logprob), *token.alternatives]


def _label(text: str, lead: str, labels: Sequence[str]) -> str | None:
    """The label that this token starts or contains. No two labels share a first letter, so one letter decides."""
    rest = text.removeprefix(lead)
    if not rest or not text.startswith(lead):
        return None
    for label in labels:
        if label.startswith(rest) or rest.startswith(label):
            return label
    return None


def _trusted(measured: Measurement | None) -> float | None:
    if measured is None or measured.label_mass < MIN_LABEL_MASS:
        return None
    return round(min(max(measured.share, 0.0), 1.0), 4)
