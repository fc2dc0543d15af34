"""Runs the model, with ONNX Runtime."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime as ort

from embedding.tokenizer import Tokenizer
from embedding.weights import Floats, Weights

GRAPH: Final = Path(__file__).with_name("graph.onnx")
# Of each of the means that the graph gives; a vector is all of them.
READOUT: Final = 384
WIDTH: Final = 4 * READOUT
# What the model was trained with before a text whose nearness to others is asked for.
PREFIX: Final = "query: "


class Encoder:
    """Texts in, unit vectors out. Deterministic on one machine; between machines cosines differ by less than 1e-4.

    Not for two threads at once.
    """

    model: Final = "multilingual-e5-small"
    parts: Final = WIDTH // READOUT

    def __init__(self, weights: Weights, *, threads: int = 1) -> None:
        """Load the model: half a second, about 200 MB."""
        self._weights = weights
        self._tokenizer = Tokenizer(weights)
        sizes = weights.sizes
        self._positions = weights.tensor("emb.pos", sizes.positions, sizes.width)
        self._positions += weights.tensor("emb.type", 2, sizes.width)[0]
        self._session = _session(weights, threads)

    @property
    def fingerprint(self) -> str:
        """Says which model made a vector: those of another one must not be mixed with its vectors."""
        digest = hashlib.sha256(GRAPH.read_bytes())
        digest.update(self._weights.digest)
        return f"e5-small-{digest.hexdigest()[:16]}"

    def embed(self, texts: Sequence[str], *, most: int = 512) -> Floats:
        """A unit vector for each text: texts x WIDTH. Of a longer text than `most` pieces, its beginning and end.

        It is made of the means over the pieces after the layers that graph.READOUTS names, all of one length. The last
        quarter is the direction that the model was trained to give.
        """
        vectors = np.empty((len(texts), WIDTH), dtype=np.float32)
        for index, text in enumerate(texts):
            vectors[index] = self._embed_one(text, min(most, self._weights.sizes.positions))
        return vectors

    def _embed_one(self, text: str, most: int) -> Floats:
        pieces = self._tokenizer.pieces(PREFIX + text, most)
        summed = self._weights.word_vectors(pieces) + self._positions[: len(pieces)]
        (means,) = self._session.run(["means"], {"summed": summed})
        rows = np.asarray(means, dtype=np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows.ravel() / np.sqrt(len(rows)), dtype=np.float32)


def _session(weights: Weights, threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # The arena would keep what the longest text needed.
    options.enable_cpu_mem_arena = False
    tensors = dict(_tensors(weights))
    values = [ort.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(tensor)) for tensor in tensors.values()]
    # The session copies what it is given, but only when it is made: until then the values must live.
    options.add_external_initializers(list(tensors), values)
    return ort.InferenceSession(GRAPH.read_bytes(), options, providers=["CPUExecutionProvider"])


def _tensors(weights: Weights) -> Iterator[tuple[str, Floats]]:
    """What the graph asks for: matrices of inputs x outputs, with the scale of attention in those of q."""
    sizes = weights.sizes
    scale = np.float32((sizes.width // sizes.heads) ** -0.5)
    yield from _norm(weights, "emb.ln")
    for layer in range(sizes.layers):
        name = f"l{layer}."
        yield from _norm(weights, name + "aln")
        yield from _norm(weights, name + "oln")
        for part in ("q", "k", "v", "ao", "fi", "fo"):
            inputs = sizes.inner if part == "fo" else sizes.width
            outputs = sizes.inner if part == "fi" else sizes.width
            factor = scale if part == "q" else np.float32(1)
            yield f"{name}{part}.w", weights.tensor(f"{name}{part}.w", outputs, inputs).T * factor
            yield f"{name}{part}.b", weights.tensor(f"{name}{part}.b", outputs) * factor


def _norm(weights: Weights, name: str) -> Iterator[tuple[str, Floats]]:
    for part in (".w", ".b"):
        yield name + part, weights.tensor(name + part, weights.sizes.width)
