"""Fits the classifier on the desk, for the model of its own server: from the training tickets, where that is needed."""

import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Final

from evaluation.dataset import LabelledTicket, training_set
from triage import TriageConfig
from triage.assembly import embedder, fitted_models
from triage.classifier.question_text import question_text
from triage.embedders.base import Embedder, Embeddings
from triage.errors import BadAnswer, Busy, DeadlineExceeded, ProviderError, Refused, Unreachable, Warming
from triage.fitted import same_weights
from triage.text import clean_question

# Seconds for a look, which may load the model, and for a batch.
_LOOK_TIMEOUT: Final = 120.0
_BATCH_TIMEOUT: Final = 60.0
_BATCH: Final = 8
# Seconds before a batch is sent again to a server that is busy or away for a moment.
_PAUSES: Final = (1.0, 2.0, 4.0, 8.0)
# The share of the tickets that may be left out because the model gives no vector for them.
_MAX_LEFT_OUT: Final = 0.05
_WORD: Final = "printer"


class CannotFit(Exception):
    """The model cannot be used, or not now. The message names no ticket."""


class DeskModel:
    """The model of the desk's own server, and what the classifier learns for it."""

    def __init__(self, config: TriageConfig, *, sleep: Callable[[float], object] = time.sleep) -> None:
        self.name = config.embedding_model
        self._embedder: Embedder = embedder(config)
        self._models = fitted_models(config)
        self._sleep = sleep

    def is_fitted(self) -> bool:
        """Whether the classifier can answer with the weights that the server has now. Has the server load them."""
        found = self._embedder.embed([_WORD], time.monotonic() + _LOOK_TIMEOUT)
        return self._models.find(found) is not None

    def fit(self, progress: Callable[[int, int], None]) -> None:
        """Fit it for these weights and keep the result. `progress` gets the tickets done and all of them.

        Raises ProviderError, CannotFit, or OSError where it cannot be written.
        """
        tickets = [ticket for ticket in training_set() if ticket.category and ticket.priority]
        first, kept, vectors = self._vectors(tickets, progress)
        # Imported here, because it needs numpy.
        fitter = import_module("evaluation.classifier.fit")
        model = fitter.fit(
            kept, vectors, first.fingerprint, fitter.cross_validate(kept, vectors, first.parts), first.parts
        )
        self._models.save(first, model.to_bytes())

    def _vectors(
        self, tickets: Sequence[LabelledTicket], progress: Callable[[int, int], None]
    ) -> tuple[Embeddings, list[LabelledTicket], Any]:
        import numpy as np

        first: Embeddings | None = None
        kept: list[LabelledTicket] = []
        rows = []
        for start in range(0, len(tickets), _BATCH):
            for part, found in self._embed(tickets[start : start + _BATCH]):
                first = first or found
                if found.fingerprint != first.fingerprint or not same_weights(found.probe, first.probe):
                    raise CannotFit("the model changed meanwhile")
                kept += part
                rows.append(found.vectors)
            done = min(start + _BATCH, len(tickets))
            if done - len(kept) > _MAX_LEFT_OUT * len(tickets):
                raise CannotFit("the model gives no vectors for too many of the training tickets")
            progress(done, len(tickets))
        if first is None:
            raise CannotFit("the model gives no vectors")
        return first, kept, np.concatenate(rows)

    def _embed(self, tickets: Sequence[LabelledTicket]) -> list[tuple[list[LabelledTicket], Embeddings]]:
        """The vectors of these tickets. One that the server cannot read is left out, and not its neighbours."""
        try:
            return [(list(tickets), self._patiently(tickets))]
        except (BadAnswer, Refused):
            if len(tickets) == 1:
                return []
        return [found for ticket in tickets for found in self._embed([ticket])]

    def _patiently(self, tickets: Sequence[LabelledTicket]) -> Embeddings:
        # The text as the classifier reads it at work.
        texts = [question_text(clean_question(ticket.question)) for ticket in tickets]
        for pause in _PAUSES:
            try:
                return self._embedder.embed(texts, time.monotonic() + _BATCH_TIMEOUT)
            except (Busy, DeadlineExceeded, Unreachable, Warming):
                self._sleep(pause)
        return self._embedder.embed(texts, time.monotonic() + _BATCH_TIMEOUT)


def reason_of(error: Exception) -> str:
    """Why it could not be fitted, for the log."""
    if isinstance(error, ProviderError):
        return f"{error.reason} {error}".strip()
    return str(error) if isinstance(error, CannotFit) else type(error).__name__
