"""The model that comes with Quietdesk, on tickets that nothing was fitted to."""

from collections.abc import Sequence

import numpy as np
import pytest

from embedding.encoder import Encoder
from evaluation.dataset import LabelledTicket, evaluation_set, unseen_set
from evaluation.predictions import predict
from evaluation.report import Report, make_report
from triage import Triage, TriageConfig
from triage.classifier.shipped import find_shipped, shipped
from triage.embedders.base import Embeddings
from triage.providers.classifier import ClassifierProvider


class InThisProcess:
    """The encoder as an embedder."""

    model = "multilingual-e5-small"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed(self, texts: Sequence[str], deadline: float) -> Embeddings:
        """A vector for each text."""
        return Embeddings(self._encoder.fingerprint, self._encoder.embed(texts))


def report(encoder: Encoder, tickets: list[LabelledTicket]) -> Report:
    provider = ClassifierProvider(InThisProcess(encoder), lambda found: find_shipped(found.fingerprint))
    config = TriageConfig(provider="classifier", classifier_socket="/none", classifier_timeout=5)
    return make_report(
        "classifier",
        "classifier",
        list(predict(tickets, Triage(config, providers={"classifier": provider}).classify)),
    )


def test_it_is_for_these_weights(encoder: Encoder) -> None:
    assert shipped().fingerprint == encoder.fingerprint


# Somewhat below the measured figures, so that a regression by several tickets fails.
@pytest.mark.parametrize(
    ("tickets", "category", "priority", "step", "recall", "precision"),
    [
        pytest.param(evaluation_set(), 0.93, 0.88, 0.96, 0.92, 0.86, id="evaluation"),
        pytest.param(unseen_set(), 0.93, 0.80, 0.95, 0.86, 0.74, id="unseen"),
    ],
)
def test_it_is_as_good_as_documented(
    encoder: Encoder,
    tickets: list[LabelledTicket],
    category: float,
    priority: float,
    step: float,
    recall: float,
    precision: float,
) -> None:
    figures = report(encoder, tickets)
    assert figures.answered.value == 1
    assert (figures.category.accuracy.value or 0) >= category
    assert (figures.priority.accuracy.value or 0) >= priority
    assert (figures.within_one_step.value or 0) >= step
    assert (figures.critical_recall.value or 0) >= recall
    assert (figures.critical_precision.value or 0) >= precision


def test_what_a_text_reads_like_is_told_in_the_readers_language(encoder: Encoder) -> None:
    (vector,) = encoder.embed(["Printer\nThe printer on the second floor prints only blank pages."])
    german, english = (shipped().examples(vector, ("technical", "medium"), language) for language in ("de", "en"))
    known = dict(zip(shipped().labelled.texts, shipped().labelled.languages, strict=True))
    assert known[german[0]] == "de"
    assert known[english[0]] == "en"
    assert np.isfinite(vector).all()
