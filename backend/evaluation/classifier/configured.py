"""Fits the classifier for the embedder that this deployment is configured for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from evaluation.classifier.fit import by_heads, cross_validate, fit
from evaluation.dataset import LabelledTicket
from evaluation.predictions import Prediction
from triage.assembly import embedder
from triage.classifier.model import Model
from triage.classifier.question_text import question_text
from triage.config import TriageConfig
from triage.embedders.base import Embedder
from triage.errors import ProviderError
from triage.text import clean_question

_BATCH: Final = 8
_SECONDS_FOR_A_BATCH: Final = 30.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model, and what the cross-validation predicted."""

    model: Model
    held_out: list[Prediction]


def fit_configured(
    config: TriageConfig,
    tickets: Sequence[LabelledTicket],
    clock: Callable[[], float],
    progress: Callable[[int], None],
) -> Fitted:
    """The model for the embedder that this deployment is configured for. Raises ValueError where it does not answer."""
    if not (config.classifier_socket or config.embedding_model):
        raise ValueError("classifier: no engine is configured (CLASSIFIER_SOCKET is empty)")
    try:
        fingerprint, vectors, parts = embed(tickets, embedder(config), clock, progress)
    except ProviderError as error:
        raise ValueError(f"classifier: the engine gave no answer ({error.reason})") from error
    held_out = cross_validate(tickets, vectors, parts)
    model = fit(tickets, vectors, fingerprint, held_out, parts)
    return Fitted(model, by_heads(held_out, model))


def embed(
    tickets: Sequence[LabelledTicket], embedder: Embedder, clock: Callable[[], float], progress: Callable[[int], None]
) -> tuple[str, npt.NDArray[Any], int]:
    """The fingerprint, a vector for each ticket made from its text as at work, and its parts. Raises ProviderError.

    `progress` is called with the number of tickets done.
    """
    texts = [question_text(clean_question(ticket.question)) for ticket in tickets]
    fingerprint, rows, parts = "", [], 1
    for start in range(0, len(texts), _BATCH):
        found = embedder.embed(texts[start : start + _BATCH], clock() + _SECONDS_FOR_A_BATCH)
        if fingerprint and found.fingerprint != fingerprint:
            raise ValueError("the embedder changed while the tickets were read")
        fingerprint, parts = found.fingerprint, found.parts
        rows.append(found.vectors)
        progress(start + len(found.vectors))
    return fingerprint, np.concatenate(rows), parts
