"""The heads and the examples from labelled tickets and their vectors, and a cross-validation of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from evaluation.dataset import LabelledTicket
from evaluation.predictions import Prediction
from triage.classifier.examples import Examples
from triage.classifier.heads import Heads, centred, kernel, softmax
from triage.classifier.model import Model, packed, unpacked
from triage.labels import CATEGORIES, PRIORITIES
from triage.types import Confidence, Labels, Suggestion

Array = npt.NDArray[Any]

# Chosen by the cross-validation: docs/triage.md tells what was tried. How fast an example counts less with distance,
# and how strongly the weights are drawn to zero.
SHARPNESS: Final = 1.5
STRENGTH: Final = 0.2
# A collection with fewer tickets is never held out.
_MIN_COLLECTION: Final = 100
_TEMPERATURES: Final = tuple(step / 100 for step in range(4, 101))
_TEXT: Final = 90
# Digits kept of each number, so that the last bits of a machine's arithmetic change no byte of the file.
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Scores of tickets (tickets x 8) by heads that were fitted without the collection of each."""

    tickets: Sequence[LabelledTicket]
    scores: Array


def collection(ticket: LabelledTicket) -> str:
    """The collection that a ticket was written for: one hand, one time."""
    return ticket.id.rpartition("-")[0]


def fit(
    tickets: Sequence[LabelledTicket], vectors: Array, fingerprint: str, held_out: HeldOut, parts: int = 1
) -> Model:
    """The model for this fingerprint. `held_out` are the scores of a cross-validation, for the temperatures."""
    heads = _fit_heads(tickets, vectors, temperatures(held_out), parts)
    examples = Examples(
        heads.examples,
        _categories(tickets).astype(np.uint8),
        _priorities(tickets).astype(np.uint8),
        [ticket.lang for ticket in tickets],
        [_short(ticket) for ticket in tickets],
    )
    return Model(fingerprint, heads, examples)


def cross_validate(tickets: Sequence[LabelledTicket], vectors: Array, parts: int = 1) -> HeldOut:
    """Scores of every ticket of a larger collection, by heads that were fitted without this collection."""
    chosen, scores = [], []
    for inside in _folds(tickets):
        rest = np.flatnonzero(~inside)
        heads = _fit_heads([tickets[int(at)] for at in rest], vectors[rest], (1.0, 1.0), parts)
        chosen += [tickets[int(at)] for at in np.flatnonzero(inside)]
        scores.append(heads.scores(vectors[inside]))
    return HeldOut(chosen, np.concatenate(scores))


def temperatures(held_out: HeldOut) -> tuple[float, float]:
    """Those of category and priority with the least log loss."""
    middle = len(CATEGORIES)
    every = np.arange(len(held_out.tickets))

    def best(scores: Array, wanted: Array) -> float:
        def log_loss(temperature: float) -> float:
            return -float(np.log(np.maximum(softmax(scores / temperature)[every, wanted], 1e-12)).sum())

        return min(_TEMPERATURES, key=log_loss)

    return (
        best(held_out.scores[:, :middle], _categories(held_out.tickets)),
        best(held_out.scores[:, middle:], _priorities(held_out.tickets)),
    )


def by_heads(held_out: HeldOut, model: Model) -> list[Prediction]:
    """The predictions for held-out tickets, with the temperatures of the model."""
    first, second = model.heads.temperatures
    categories = softmax(held_out.scores[:, : len(CATEGORIES)] / first)
    priorities = softmax(held_out.scores[:, len(CATEGORIES) :] / second)
    return [
        Prediction(ticket, _suggestion(category, priority))
        for ticket, category, priority in zip(held_out.tickets, categories, priorities, strict=True)
    ]


def _suggestion(category: Array, priority: Array) -> Suggestion:
    confidence = Confidence(float(category.max()), float(priority.max()))
    labels = Labels(CATEGORIES[int(category.argmax())], PRIORITIES[int(priority.argmax())], confidence)
    return Suggestion(labels, "classifier", None, (), 0)


def _folds(tickets: Sequence[LabelledTicket]) -> Iterator[Array]:
    """Which tickets to hold out: those of one collection after the other, or each fifth where there is only one."""
    names = np.array([collection(ticket) for ticket in tickets])
    large = [name for name, count in sorted(Counter(names.tolist()).items()) if count >= _MIN_COLLECTION]
    if len(large) > 1:
        yield from (names == name for name in large)
    else:
        yield from (np.arange(len(tickets)) % 5 == fold for fold in range(5))


def _fit_heads(tickets: Sequence[LabelledTicket], vectors: Array, found: tuple[float, float], parts: int) -> Heads:
    """Kernel ridge regression on one column for each label; a ticket counts more the rarer its labels are."""
    mean = np.round(vectors.astype(float).mean(axis=0), _DIGITS)
    # As they are kept in the file, so that what is fitted is what will be used.
    rows = unpacked(packed(centred(vectors, mean, parts))).astype(float)
    near = kernel(rows, rows, SHARPNESS)
    weights, bias = [], []
    for wanted, labels in ((_categories(tickets), len(CATEGORIES)), (_priorities(tickets), len(PRIORITIES))):
        targets, counts = np.eye(labels)[wanted], balanced(wanted)
        average = (counts[:, None] * targets).sum(axis=0) / counts.sum()
        weights.append(np.linalg.solve(near + np.diag(STRENGTH / counts), targets - average))
        bias.append(average)
    return Heads(
        mean.astype(np.float32),
        rows.astype(np.float32),
        np.round(np.hstack(weights), _DIGITS).astype(np.float32),
        np.round(np.hstack(bias), _DIGITS).astype(np.float32),
        SHARPNESS,
        found,
        parts,
    )


def balanced(wanted: Array) -> Array:
    """The weight of each ticket, 1 on average: as if there were as many of each label."""
    counts = np.bincount(wanted)
    return np.asarray(len(wanted) / (np.count_nonzero(counts) * counts[wanted]))


def _categories(tickets: Sequence[LabelledTicket]) -> Array:
    return np.array([CATEGORIES.index(ticket.category or "general") for ticket in tickets])


def _priorities(tickets: Sequence[LabelledTicket]) -> Array:
    return np.array([PRIORITIES.index(ticket.priority or "low") for ticket in tickets])


def _short(ticket: LabelledTicket) -> str:
    """The title, or the beginning of the text, on one line."""
    text = " ".join((ticket.title if len(ticket.title) > 7 else ticket.description).split())
    return text if len(text) <= _TEXT else text[: _TEXT - 1].rsplit(" ", 1)[0] + "…"
