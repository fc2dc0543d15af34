"""From a ticket's words to two labels, how sure they are, and the words that decided."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from triage.keywords.features import read_features
from triage.keywords.reasons import reasons
from triage.keywords.weights import Row, learned, weights
from triage.labels import CATEGORIES, PRIORITIES
from triage.types import Confidence, Labels, Question

# Below these confidences a label is shown as "not sure" and not filled in; the pages use the same two numbers. On the
# evaluation set they leave at least 80 % of the answers filled in: tests/evaluation/test_shipped_set.py.
UNSURE_BELOW = 0.55
PRIORITY_UNSURE_BELOW = 0.45

# A missed critical ticket costs more than a false alarm, so "critical" wins from a little behind.
_LEAN_TO_CRITICAL = (1.0, 1.0, 1.0, 2.4)
# But some word must speak for it by this much more than for the next: where none says anything, every priority gets
# about a quarter, and the lean alone would call any chat critical.
_SPEAKS = 0.1


class Verdict(NamedTuple):
    """The places of both labels in CATEGORIES and PRIORITIES, and how sure each is (0..1)."""

    category: int
    priority: int
    sure: Confidence


def read(question: Question) -> Labels:
    """Labels for any text at all; never raises, and costs no more for a megabyte than for a page."""
    reading = read_features(question)
    table = weights()
    sums, temperatures = _sums(reading.features, table), learned().temperatures
    verdict = decide(sums, temperatures)
    if PRIORITIES[verdict.priority] == "critical" and not _speaks_for_critical(reading.features, table):
        verdict = decide(sums, temperatures, lean=False)
    return Labels(
        category=CATEGORIES[verdict.category],
        priority=PRIORITIES[verdict.priority],
        confidence=verdict.sure,
        reasons=reasons(reading, table, (verdict.category, len(CATEGORIES) + verdict.priority)),
    )


def decide(sums: Sequence[float], temperatures: tuple[float, float], *, lean: bool = True) -> Verdict:
    """From the sums of all weights, one for each category and then each priority, to the two labels.

    With `lean`, critical wins from a little behind.
    """
    middle = len(CATEGORIES)
    category = _shares(sums[:middle], temperatures[0])
    priority = _shares(sums[middle:], temperatures[1])
    first = _highest(category)
    leans = _LEAN_TO_CRITICAL if lean else (1.0,) * len(priority)
    second = _highest([share * factor for share, factor in zip(priority, leans, strict=True)])
    return Verdict(first, second, Confidence(round(category[first], 3), round(priority[second], 3)))


def _speaks_for_critical(features: Mapping[str, float], table: Mapping[str, Row]) -> bool:
    known = ((value, table[name][-4:]) for name, value in features.items() if name in table)
    return any(value * (row[-1] - max(row[:-1])) >= _SPEAKS for value, row in known)


def _sums(features: Mapping[str, float], table: Mapping[str, Row]) -> list[float]:
    billing = technical = account = general = low = medium = high = critical = 0.0
    # Written out: this loop is most of what a ticket costs.
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


def _shares(sums: Sequence[float], temperature: float) -> list[float]:
    top = max(sums)
    powers = [math.exp((one - top) / temperature) for one in sums]
    total = sum(powers)
    return [power / total for power in powers]


def _highest(values: Sequence[float]) -> int:
    return max(range(len(values)), key=values.__getitem__)
