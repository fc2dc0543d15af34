"""The weight of each feature for each label: the hand-made table plus what was learned."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from triage.labels import CATEGORIES, PRIORITIES

_COLUMNS = len(CATEGORIES) + len(PRIORITIES)
# learned.tsv holds whole hundredths: small, readable, and the same on every machine.
HUNDREDTH = 0.01
TEMPERATURES = "=temperatures"

# One feature's weights in the order of CATEGORIES, then PRIORITIES.
LabelWeights = tuple[float, float, float, float, float, float, float, float]


class Concept(NamedTuple):
    """One row of concepts.txt. The weights are natural-log odds."""

    kind: str
    weights: LabelWeights


class Learned(NamedTuple):
    """The content of learned.tsv: corrections by feature, and the softmax temperatures (category, priority)."""

    weights: dict[str, LabelWeights]
    temperatures: tuple[float, float]


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by name. Raises ValueError for a row that lacks a weight."""
    table: dict[str, Concept] = {}
    for line in _lines("concepts.txt"):
        name, kind, *cells = line.replace("|", " ").split()
        if len(cells) != _COLUMNS:
            raise ValueError(f"concepts.txt: {name} needs {_COLUMNS} weights")
        table[name] = Concept(kind, _label_weights(map(float, cells)))
    return table


@cache
def kinds() -> dict[str, str]:
    """The kind of every concept by name."""
    return {name: concept.kind for name, concept in concepts().items()}


@cache
def learned() -> Learned:
    """The corrections and temperatures of learned.tsv."""
    rows: dict[str, LabelWeights] = {}
    temperatures = (1.0, 1.0)
    for line in _lines("learned.tsv"):
        name, cells = line.split("\t")
        numbers = [int(cell) * HUNDREDTH for cell in cells.split()]
        if name == TEMPERATURES:
            temperatures = (numbers[0], numbers[1])
        else:
            rows[name] = _label_weights(numbers)
    return Learned(rows, temperatures)


@cache
def weights() -> dict[str, LabelWeights]:
    """The weights by feature: hand-made weight plus correction."""
    total = dict(learned().weights)
    for name, concept in concepts().items():
        if (correction := total.get(f"@{name}")) is None:
            total[f"@{name}"] = concept.weights
        else:
            total[f"@{name}"] = _label_weights(a + b for a, b in zip(concept.weights, correction, strict=True))
    return total


def _label_weights(numbers: Iterable[float]) -> LabelWeights:
    b, t, a, g, w, m, h, c = numbers
    return (b, t, a, g, w, m, h, c)


def _lines(name: str) -> list[str]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
