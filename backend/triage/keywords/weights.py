"""How strongly each feature of a ticket speaks for each label: a table by hand and what was learned on top of it."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from triage.labels import CATEGORIES, PRIORITIES

_COLUMNS = len(CATEGORIES) + len(PRIORITIES)
# Weights are kept as whole hundredths: the file stays small, readable and the same on every machine.
HUNDREDTH = 0.01
TEMPERATURES = "=temperatures"


# One feature's weights in the order of CATEGORIES, then PRIORITIES.
Row = tuple[float, float, float, float, float, float, float, float]


class Concept(NamedTuple):
    """One row of concepts.txt; weights are natural-log odds."""

    kind: str
    weights: Row


class Learned(NamedTuple):
    """What learned.tsv says: corrections by feature, and how far to trust the sums (category, priority)."""

    weights: dict[str, Row]
    temperatures: tuple[float, float]


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by name. Raises ValueError for a row that is not whole."""
    table: dict[str, Concept] = {}
    for line in _lines("concepts.txt"):
        name, kind, *cells = line.replace("|", " ").split()
        if len(cells) != _COLUMNS:
            raise ValueError(f"concepts.txt: {name} needs {_COLUMNS} weights")
        table[name] = Concept(kind, _row(map(float, cells)))
    return table


@cache
def kinds() -> dict[str, str]:
    """The kind of every concept by name."""
    return {name: concept.kind for name, concept in concepts().items()}


@cache
def learned() -> Learned:
    """The rows of learned.tsv: a feature and its weights, in hundredths."""
    rows: dict[str, Row] = {}
    temperatures = (1.0, 1.0)
    for line in _lines("learned.tsv"):
        name, cells = line.split("\t")
        numbers = [int(cell) * HUNDREDTH for cell in cells.split()]
        if name == TEMPERATURES:
            temperatures = (numbers[0], numbers[1])
        else:
            rows[name] = _row(numbers)
    return Learned(rows, temperatures)


@cache
def weights() -> dict[str, Row]:
    """All that is known of each feature: the hand's weight and the correction added up."""
    total = dict(learned().weights)
    for name, concept in concepts().items():
        if (correction := total.get(f"@{name}")) is None:
            total[f"@{name}"] = concept.weights
        else:
            total[f"@{name}"] = _row(a + b for a, b in zip(concept.weights, correction, strict=True))
    return total


def _row(numbers: Iterable[float]) -> Row:
    b, t, a, g, w, m, h, c = numbers
    return (b, t, a, g, w, m, h, c)


def _lines(name: str) -> list[str]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
