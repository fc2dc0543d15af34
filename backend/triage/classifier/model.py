"""Heads and examples for one embedder, and their file."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from triage.classifier.examples import Examples
from triage.classifier.heads import Heads, Votes
from triage.labels import CATEGORIES, PRIORITIES, Category, Priority
from triage.types import Confidence

Array = npt.NDArray[Any]
# Of the file's layout. A file of another one is refused, and fitted anew.
LAYOUT: Final = 2
_LABELS: Final = len(CATEGORIES) + len(PRIORITIES)
# Of a number as large as they are on average. Those more than five times as large are cut.
_STEPS: Final = 25


class InvalidModelError(ValueError):
    """The file holds no model, or one of another layout or for other labels."""


@dataclass(frozen=True, slots=True)
class Model:
    """What reads the vectors of the embedder with this fingerprint, and of no other."""

    fingerprint: str
    heads: Heads
    labelled: Examples

    def answer(self, vector: Array, votes: Votes | None = None) -> tuple[Category, Priority, Confidence]:
        """The labels for a text's vector, and the keyword tier's votes on the text."""
        return self.heads.answer(vector, votes)

    def examples(self, vector: Array, labels: tuple[Category, Priority], language: str) -> tuple[str, ...]:
        """Up to two examples of these labels that the text reads like, in this language where there is one."""
        row = self.heads.centred(vector[None, :])[0]
        return self.labelled.nearest(row, *labels, language)

    def to_bytes(self) -> bytes:
        """The file: numpy's npz. The same model always gives the same bytes."""
        heads, labelled = self.heads, self.labelled
        described = {
            "layout": LAYOUT,
            "fingerprint": self.fingerprint,
            "categories": CATEGORIES,
            "priorities": PRIORITIES,
            "sharpness": heads.sharpness,
            "temperatures": heads.temperatures,
            "parts": heads.parts,
            "languages": list(labelled.languages),
            "texts": list(labelled.texts),
        }
        file = io.BytesIO()
        np.savez_compressed(
            file,
            described=np.frombuffer(json.dumps(described, ensure_ascii=False).encode("utf-8"), np.uint8),
            mean=heads.mean,
            weights=heads.weights,
            bias=heads.bias,
            example_vectors=packed(labelled.vectors),
            example_categories=labelled.categories,
            example_priorities=labelled.priorities,
        )
        return file.getvalue()


def read_model(content: bytes) -> Model:
    """The model in a file. Raises InvalidModelError for any other content."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            return _model(file)
    except (KeyError, TypeError, ValueError, OSError, EOFError, zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise InvalidModelError(f"no model of the classifier: {error}") from error


def _model(file: Mapping[str, Array]) -> Model:
    described = json.loads(file["described"].tobytes())
    if described["layout"] != LAYOUT:
        raise ValueError(f"layout {described['layout']!r}, not {LAYOUT}")
    if (tuple(described["categories"]), tuple(described["priorities"])) != (CATEGORIES, PRIORITIES):
        raise ValueError("it is for other labels")
    mean = _numbers(file, "mean", None)
    width = len(mean)
    first, second = map(float, described["temperatures"])
    sharpness = float(described["sharpness"])
    texts, languages = described["texts"], described["languages"]
    count = len(texts)
    vectors = unpacked(_shaped(file, "example_vectors", (count, width)))
    parts = int(described["parts"])
    if len(languages) != count or not min(first, second, sharpness) > 0 or parts < 1 or width % parts:
        raise ValueError("its parts do not fit each other")
    heads = Heads(
        mean,
        vectors,
        _numbers(file, "weights", (count, _LABELS)),
        _numbers(file, "bias", (_LABELS,)),
        sharpness,
        (first, second),
        parts,
    )
    labelled = Examples(
        vectors,
        _shaped(file, "example_categories", (count,)),
        _shaped(file, "example_priorities", (count,)),
        languages,
        texts,
    )
    return Model(described["fingerprint"], heads, labelled)


def packed(rows: Array) -> Array:
    """Vectors of length 1 in a quarter of the size. The numbers of a wide vector are small."""
    return np.asarray(np.clip(np.round(rows * np.sqrt(rows.shape[1]) * _STEPS), -127, 127).astype(np.int8))


def unpacked(rows: Array) -> Array:
    """The vectors again, of length 1."""
    vectors = rows.astype(np.float32)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _numbers(file: Mapping[str, Array], name: str, shape: tuple[int, ...] | None) -> Array:
    array = file[name] if shape is None else _shaped(file, name, shape)
    if array.dtype != np.float32 or not np.isfinite(array).all():
        raise ValueError(f"{name}: not finite float32 numbers")
    return array


def _shaped(file: Mapping[str, Array], name: str, shape: tuple[int, ...]) -> Array:
    array = file[name]
    if array.shape != shape:
        raise ValueError(f"{name}: of another shape")
    return array
