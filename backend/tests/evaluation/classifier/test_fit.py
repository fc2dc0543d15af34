"""Fitting the heads: against scikit-learn, twice the same, and on tickets whose labels are known."""

import random
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from sklearn.kernel_ridge import KernelRidge

from evaluation.classifier import configured
from evaluation.classifier.fit import SHARPNESS, STRENGTH, balanced, by_heads, cross_validate, fit, temperatures
from evaluation.dataset import LabelledTicket
from triage import CATEGORIES, PRIORITIES, TriageConfig
from triage.classifier.heads import centred
from triage.classifier.model import read_model
from triage.embedders.base import Embeddings
from triage.errors import Unreachable

WIDTH = 24


def rows(count: int, seed: int = 1) -> tuple[Any, Any]:
    """Vectors around four centres, and the centre of each."""
    generator = np.random.default_rng(seed)
    labels = generator.integers(0, 4, count)
    centres = np.random.default_rng(7).normal(size=(4, WIDTH))
    vectors = centres[labels] + generator.normal(size=(count, WIDTH))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), labels


def tickets(labels: Sequence[int], collections: Sequence[str] = ("one", "two")) -> list[LabelledTicket]:
    """A ticket for each label, whose category and priority have this index."""
    return [
        LabelledTicket(
            id=f"{collections[at % len(collections)]}-{at}",
            title=f"Ticket number {at}",
            description="text",
            category=CATEGORIES[label],
            priority=PRIORITIES[label],
        )
        for at, label in enumerate(labels)
    ]


def test_the_scores_are_those_of_scikit_learn() -> None:
    vectors, labels = rows(300)
    fresh, _ = rows(50, seed=2)
    model = fit(tickets(labels), vectors, "print", cross_validate(tickets(labels), vectors))
    mean = vectors.mean(axis=0)
    counts = balanced(labels)
    average = (counts[:, None] * np.eye(4)[labels]).sum(axis=0) / counts.sum()
    # An RBF kernel on vectors of length 1 is this one: the squared distance is 2 - 2 cosine.
    theirs = KernelRidge(alpha=STRENGTH, kernel="rbf", gamma=SHARPNESS / 2)
    theirs.fit(centred(vectors, mean, 1), np.eye(4)[labels] - average, sample_weight=counts)
    expected = theirs.predict(centred(fresh, mean, 1)) + average
    assert np.allclose(model.heads.scores(fresh)[:, :4], expected, atol=0.01)


def test_two_runs_make_the_same_bytes() -> None:
    vectors, labels = rows(240)
    made = [
        fit(tickets(labels), vectors, "print", cross_validate(tickets(labels), vectors)).to_bytes() for _ in range(2)
    ]
    assert made[0] == made[1]


def test_what_was_fitted_knows_the_labels_again() -> None:
    vectors, labels = rows(400)
    model = read_model(fit(tickets(labels), vectors, "print", cross_validate(tickets(labels), vectors)).to_bytes())
    fresh, wanted = rows(200, seed=2)
    answers = [model.answer(vector) for vector in fresh]
    assert sum(category == CATEGORIES[label] for (category, _, _), label in zip(answers, wanted, strict=True)) > 150
    assert all(0 <= (one.category or 0) <= 1 and 0 <= (one.priority or 0) <= 1 for _, _, one in answers)
    assert model.fingerprint == "print"


def test_parts_of_different_size_count_the_same() -> None:
    vectors, labels = rows(300)
    large = np.hstack([vectors, 50 * vectors[:, ::-1]])
    held_out = cross_validate(tickets(labels), large, 2)
    model = read_model(fit(tickets(labels), large, "print", held_out, 2).to_bytes())
    assert model.heads.parts == 2
    parts = model.heads.centred(large[:20]).reshape(20, 2, -1)
    assert np.linalg.norm(parts, axis=2) == pytest.approx(np.full((20, 2), np.sqrt(0.5)), abs=1e-5)


def test_each_collection_is_answered_by_heads_that_have_not_seen_it() -> None:
    vectors, labels = rows(300)
    # In the second collection every label is turned round, so heads that have seen it would know.
    turned = np.where(np.arange(300) % 2 == 1, 3 - labels, labels)
    held_out = cross_validate(tickets(turned), vectors)
    assert len(held_out.tickets) == 300
    right = [
        CATEGORIES.index(ticket.category or "general") == guess
        for ticket, guess in zip(held_out.tickets, held_out.scores[:, :4].argmax(axis=1), strict=True)
    ]
    assert sum(right) < 100


def test_small_collections_are_never_held_out_and_one_alone_is_split() -> None:
    vectors, labels = rows(250)
    some = tickets(labels, ("large", "large", "large", "large", "small"))
    assert len(cross_validate(some, vectors).tickets) == 250  # one large collection alone: each fifth
    two = [*tickets(labels[:200], ("one", "two")), *tickets(labels[200:], ("few",))]
    assert {ticket.id.split("-")[0] for ticket in cross_validate(two, vectors).tickets} == {"one", "two"}


def test_the_temperature_makes_confidence_match_accuracy() -> None:
    vectors, labels = rows(600)
    noisy = [label if random.Random(at).random() > 0.3 else (label + 1) % 4 for at, label in enumerate(labels)]
    held_out = cross_validate(tickets(noisy), vectors)
    model = fit(tickets(noisy), vectors, "print", held_out)
    predictions = by_heads(held_out, model)
    sure = [one.suggestion.labels.confidence.category or 0.0 for one in predictions]
    right = [one.ticket.category == one.suggestion.labels.category for one in predictions]
    assert abs(sum(sure) - sum(right)) / len(sure) < 0.05
    assert temperatures(held_out) == model.heads.temperatures


class FakeEmbedder:
    """Vectors without a model; the fingerprint may change on the way."""

    model = "fake"

    def __init__(self, *fingerprints: str) -> None:
        self._fingerprints = [*fingerprints]
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str], deadline: float) -> Embeddings:
        self.asked += texts
        print_ = self._fingerprints.pop(0) if len(self._fingerprints) > 1 else self._fingerprints[0]
        return Embeddings(print_, np.ones((len(texts), 3)))


def test_tickets_are_read_as_at_work_and_progress_is_told() -> None:
    embedder, told = FakeEmbedder("a"), list[int]()
    some = [LabelledTicket(id="x-1", title="T\0", description=" D ", category="general")] * 20
    fingerprint, vectors, parts = configured.embed(some, embedder, lambda: 0.0, told.append)
    assert (fingerprint, vectors.shape, parts, told[-1]) == ("a", (20, 3), 1, 20)
    assert embedder.asked[0] == "T\nD"


def test_vectors_of_two_models_are_never_mixed() -> None:
    with pytest.raises(ValueError, match="changed"):
        configured.embed(tickets([0] * 20), FakeEmbedder("a", "b"), lambda: 0.0, lambda done: None)


def test_without_an_engine_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="CLASSIFIER_SOCKET is empty"):
        configured.fit_configured(TriageConfig(), tickets([0]), lambda: 0.0, lambda done: None)

    class Gone(FakeEmbedder):
        def embed(self, texts: Sequence[str], deadline: float) -> Embeddings:
            raise Unreachable

    monkeypatch.setattr(configured, "embedder", lambda config: Gone("a"))
    with pytest.raises(ValueError, match="unreachable"):
        configured.fit_configured(TriageConfig(classifier_socket="/none"), tickets([0]), lambda: 0.0, lambda done: None)


def test_a_desk_whose_server_embeds_needs_no_socket() -> None:
    config = TriageConfig(embedding_model="bge-m3", embedding_url="http://127.0.0.1:9")
    with pytest.raises(ValueError, match="unreachable"):
        configured.fit_configured(config, tickets([0]), time.monotonic, lambda done: None)
