"""What the keyword tier learns from labelled tickets: which features, which weights, how far to trust them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.dataset import Row
from evaluation.softmax import Example, Pull, fit
from triage.keywords.features import BIAS, extract_features
from triage.keywords.weights import concepts
from triage.labels import CATEGORIES, PRIORITIES

Part = Literal["category", "priority"]
LABELS: Mapping[Part, tuple[str, ...]] = {"category": CATEGORIES, "priority": PRIORITIES}

# How hard a weight is held at its start: the table by hand is trusted, pairs and words must earn their weight.
_HOLD_START, _HOLD_CONCEPT, _HOLD_PAIR, _HOLD_WORD = 1.0, 15.0, 3.0, 1.25
# A source of 400 rows counts for less than 400 of one row each, yet for more than one of them.
_SOURCE_POWER = 0.25
_LEAST_ROWS, _LEAST_SOURCES = 2, 2


@dataclass(frozen=True, slots=True)
class Read:
    """A labelled ticket and its features."""

    row: Row
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature for one question, hand-made part included."""

    part: Part
    weights: dict[str, list[float]]

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """One sum for each label."""
        sums = [0.0] * len(LABELS[self.part])
        for name, value in features.items():
            if (row := self.weights.get(name)) is not None:
                sums = [total + value * weight for total, weight in zip(sums, row, strict=True)]
        return sums


def read_all(rows: Iterable[Row]) -> list[Read]:
    """Each row with the features the keyword tier sees in it."""
    return [Read(row, extract_features(row.question).features) for row in rows]


def origin(row: Row) -> str:
    """Where a row comes from; the parts of one collection ("multidogo-media") are one origin."""
    return row.source.split("-")[0]


def learn(tickets: Sequence[Read], part: Part) -> Model:
    """The weights that these tickets teach for one question."""
    chosen = [ticket for ticket in tickets if _label(ticket.row, part) is not None]
    names = _vocabulary(chosen)
    index = {name: at for at, name in enumerate(names)}
    examples = [_example(ticket, part, index, weight) for ticket, weight in zip(chosen, _shares(chosen), strict=True)]
    found = fit(examples, [_pull(name, part) for name in names], len(LABELS[part]))
    return Model(part, dict(zip(names, found, strict=True)))


def by_hand(part: Part) -> dict[str, tuple[float, ...]]:
    """The weights of concepts.txt for one question, by feature."""
    middle = len(CATEGORIES)
    return {
        f"@{name}": concept.weights[:middle] if part == "category" else concept.weights[middle:]
        for name, concept in concepts().items()
    }


def _label(row: Row, part: Part) -> str | None:
    return row.category if part == "category" else row.priority


def _vocabulary(tickets: Sequence[Read]) -> list[str]:
    """All concepts, and every pair or word seen often enough and in more than one source's tickets."""
    times: Counter[str] = Counter()
    seen_in: defaultdict[str, set[str]] = defaultdict(set)
    for ticket in tickets:
        for name in ticket.features:
            times[name] += 1
            seen_in[name].add(origin(ticket.row))
    common = {name for name, n in times.items() if n >= _LEAST_ROWS and len(seen_in[name]) >= _LEAST_SOURCES}
    return sorted(common | by_hand("category").keys())


def _shares(tickets: Sequence[Read]) -> list[float]:
    sizes = Counter(ticket.row.source for ticket in tickets)
    raw = [sizes[ticket.row.source] ** -_SOURCE_POWER for ticket in tickets]
    scale = len(raw) / sum(raw) if raw else 0.0
    return [share * scale for share in raw]


def _example(ticket: Read, part: Part, index: Mapping[str, int], weight: float) -> Example:
    features = tuple((index[name], value) for name, value in ticket.features.items() if name in index)
    label = _label(ticket.row, part)
    return Example(features, LABELS[part].index(str(label)), weight)


def _pull(name: str, part: Part) -> Pull:
    none = (0.0,) * len(LABELS[part])
    if name == BIAS:
        strength = _HOLD_START
    elif not name.startswith("@"):
        strength = _HOLD_WORD
    else:
        strength = _HOLD_PAIR if "+" in name else _HOLD_CONCEPT
    return Pull(by_hand(part).get(name, none), strength)
