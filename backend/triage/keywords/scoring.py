"""From features to scores, and from scores to two labels with their confidence and reasons."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from triage.keywords.features import BIAS, extract_features
from triage.keywords.reasons import reasons
from triage.keywords.weights import LabelWeights, learned, weights
from triage.labels import CATEGORIES, PRIORITIES
from triage.types import Confidence, Labels, Question

# Confidence thresholds: below them a label is shown as "not sure" and not filled in. The pages use the same numbers.
# On the evaluation set at least 80 % of the labels reach them: tests/evaluation/test_evaluation_set.py.
CATEGORY_THRESHOLD = 0.55
PRIORITY_THRESHOLD = 0.45

# A missed critical ticket costs more than a false alarm, so the probability of "critical" counts more.
_CRITICAL_FACTORS = (1.0, 1.0, 1.0, 2.4)
# The labels of a text that says nothing, by the rubric.
_NOTHING_SAID = (CATEGORIES.index("general"), PRIORITIES.index("low"))
# But some feature must favour "critical" over the next priority by this much. Where no feature says anything, each
# priority has a probability of about a quarter, and the factor alone would make any text critical.
_MIN_EVIDENCE = 0.3


class Decision(NamedTuple):
    """The indexes of both labels in CATEGORIES and PRIORITIES, and the confidence in each (0..1)."""

    category: int
    priority: int
    confidence: Confidence


def classify(question: Question) -> Labels:
    """Labels for any text. Never raises, and takes no longer for a megabyte than for a page."""
    ticket = extract_features(question)
    table = weights()
    scores, temperatures = _scores(ticket.features, table), learned().temperatures
    decision = decide(scores, temperatures)
    if not any(name in table for name in ticket.features if name != BIAS):
        decision = Decision(*_NOTHING_SAID, decision.confidence)
    elif PRIORITIES[decision.priority] == "critical" and not _has_critical_evidence(ticket.features, table):
        decision = decide(scores, temperatures, favour_critical=False)
    return Labels(
        category=CATEGORIES[decision.category],
        priority=PRIORITIES[decision.priority],
        confidence=decision.confidence,
        reasons=reasons(ticket, table, (decision.category, len(CATEGORIES) + decision.priority)),
    )


def probabilities(question: Question) -> tuple[list[float], list[float]]:
    """The probability of each category, and of each priority."""
    scores, temperatures = _scores(extract_features(question).features, weights()), learned().temperatures
    middle = len(CATEGORIES)
    return _softmax(scores[:middle], temperatures[0]), _softmax(scores[middle:], temperatures[1])


def decide(scores: Sequence[float], temperatures: tuple[float, float], *, favour_critical: bool = True) -> Decision:
    """The two labels for `scores`, one for each category and then each priority.

    With `favour_critical`, "critical" also wins from somewhat behind.
    """
    middle = len(CATEGORIES)
    category = _softmax(scores[:middle], temperatures[0])
    priority = _softmax(scores[middle:], temperatures[1])
    first = _argmax(category)
    factors = _CRITICAL_FACTORS if favour_critical else (1.0,) * len(priority)
    second = _argmax([share * factor for share, factor in zip(priority, factors, strict=True)])
    return Decision(first, second, Confidence(round(category[first], 3), round(priority[second], 3)))


def _has_critical_evidence(features: Mapping[str, float], table: Mapping[str, LabelWeights]) -> bool:
    known = ((value, table[name][-4:]) for name, value in features.items() if name in table)
    return any(value * (critical - max(others)) >= _MIN_EVIDENCE for value, (*others, critical) in known)


def _scores(features: Mapping[str, float], table: Mapping[str, LabelWeights]) -> list[float]:
    billing = technical = account = general = low = medium = high = critical = 0.0
    # Unrolled: most of the time goes into this loop.
    for name, value in features.items():
        if (row := table.get(name)) is not None:
            b, t, a, g, w, m, h, c = row
            billing += value * b
            technical += value * t
            account += value * a
            general += value * g
            low += value * w
            medium += value * m
            high += value * h
            critical += value * c
    return [billing, technical, account, general, low, medium, high, critical]


def _softmax(scores: Sequence[float], temperature: float) -> list[float]:
    top = max(scores)
    powers = [math.exp((one - top) / temperature) for one in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _argmax(values: Sequence[float]) -> int:
    return max(range(len(values)), key=values.__getitem__)
