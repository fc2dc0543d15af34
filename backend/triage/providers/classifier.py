"""The built-in classifier as a provider: an embedder gives the text's vector, a linear head its labels."""

import logging
import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from triage.classifier.question_text import question_text
from triage.embedders.base import Embedder, Embeddings
from triage.errors import BadAnswer, Impact, Off, ProviderError, Warming
from triage.keywords import probabilities
from triage.labels import Category, Priority, Source
from triage.types import Confidence, Labels, Question

logger = logging.getLogger(__name__)


Votes = tuple[Sequence[float], Sequence[float]]


class Reader(Protocol):
    """What reads a vector of one fingerprint; vectors are numpy arrays."""

    def answer(self, vector: Any, votes: Votes) -> tuple[Category, Priority, Confidence]:
        """The labels. `votes` are the probabilities that the keyword tier gives each category and each priority."""
        ...

    def examples(self, vector: Any, labels: tuple[Category, Priority], language: str) -> Sequence[str]:
        """The one or two nearest examples of these labels as short texts, in that language where there are some."""
        ...


# The reader for the weights that made these vectors; None while there is none yet.
FindReader = Callable[[Embeddings], Reader | None]


class ClassifierProvider:
    """Labels by meaning. Nothing leaves the machine, so nothing is redacted.

    Where a part of it cannot be used, such as numpy on a machine without it, each call raises Off, and the log says so
    once. Off counts for the breaker then, so that the part is not tried again for every question.
    """

    source: Source = "classifier"

    def __init__(self, embedder: Embedder, find_reader: FindReader) -> None:
        self._embedder = embedder
        self._find_reader = find_reader
        self._told: set[str] = set()

    @property
    def model(self) -> str:
        """The model that embeds."""
        return self._embedder.model

    def load(self) -> None:
        """Load what the first answer would wait for, such as numpy. What fails is told at that answer."""
        with suppress(Exception):
            self._find_reader(Embeddings("", ()))

    def classify(self, question: Question, deadline: float) -> Labels:
        """Labels and the examples that the text reads like. Raises Warming while there is no head for the model."""
        try:
            return self._classify(question, deadline)
        except ProviderError:
            raise
        except Exception as error:
            # Not the message, which may hold a path.
            name = f"{type(error).__name__} {error.name}" if isinstance(error, ImportError) else type(error).__name__
            self._tell(name, error)
            raise Off(name, impact=Impact.COUNT) from None

    def _classify(self, question: Question, deadline: float) -> Labels:
        embeddings = self._embedder.embed([question_text(question)], deadline)
        reader = self._find_reader(embeddings)
        if reader is None:
            raise Warming("not fitted for this model yet")
        vector = _only_vector(embeddings)
        category, priority, confidence = reader.answer(vector, probabilities(question))
        examples = reader.examples(vector, (category, priority), question.language)
        return Labels(category, priority, confidence, tuple(examples))

    def _tell(self, name: str, error: Exception) -> None:
        if name not in self._told:
            self._told.add(name)
            trace = None if isinstance(error, ImportError) else error
            logger.error("triage: the classifier is off: a part of it cannot be used (%s)", name, exc_info=trace)


def _only_vector(embeddings: Embeddings) -> Any:
    """The vector of the one text. Raises BadAnswer: an embedder may send too few, or what is no number."""
    vectors = embeddings.vectors
    # Not `> 0.01`, which lets NaN pass.
    if len(vectors) != 1 or not abs(math.hypot(*vectors[0]) - 1) < 0.01:
        raise BadAnswer("not one vector of length 1")
    return vectors[0]
