"""The heads, the examples, and the file of a model."""

import io
import json
from typing import Any

import numpy as np
import pytest

from triage.classifier import shipped
from triage.classifier.examples import Examples
from triage.classifier.heads import Heads, kernel, softmax
from triage.classifier.model import InvalidModelError, Model, packed, read_model, unpacked


def unit(*numbers: float) -> Any:
    vector = np.array(numbers, np.float32)
    return vector / np.linalg.norm(vector)


VECTORS = np.stack([unit(1, 0, 0, 0), unit(1, 0.5, 0, 0), unit(1, 0.4, 0, 0), unit(0, 1, 0, 0), unit(1, 0.1, 0, 0)])
EXAMPLES = Examples(
    unpacked(packed(VECTORS)),
    np.array([0, 0, 0, 1, 0], np.uint8),
    np.array([1, 1, 0, 1, 3], np.uint8),
    ["en", "de", "en", "en", "ja"],
    ["Wrong sum", "Falsche Summe", "Price?", "Printer", "金額"],
)
HEADS = Heads(
    np.zeros(4, np.float32),
    EXAMPLES.vectors,
    np.array([[1, 0, 0, 0, 0, 1, 0, 0], *[[0] * 8] * 2, [0, 1, 0, 0, 0, 0, 1, 0], [0] * 8], np.float32),
    np.full(8, 0.1, np.float32),
    2.0,
    (0.1, 0.2),
)
MODEL = Model("print", HEADS, EXAMPLES)


def test_the_labels_are_those_of_the_near_examples() -> None:
    assert MODEL.answer(unit(1, 0, 0, 0))[:2] == ("billing", "medium")
    assert MODEL.answer(unit(0, 1, 0, 0))[:2] == ("technical", "high")


def test_far_from_every_example_nothing_is_sure() -> None:
    near, far = (MODEL.answer(unit(*vector))[2].category or 0 for vector in ((1, 0, 0, 0), (-1, -1, 0, 0)))
    assert near > 0.9
    assert far < 0.5


def test_an_example_counts_less_with_distance() -> None:
    counted = kernel(
        np.stack([unit(1, 0, 0, 0)]), np.stack([unit(1, 0, 0, 0), unit(1, 1, 0, 0), unit(-1, 0, 0, 0)]), 2.0
    )
    assert counted[0] == pytest.approx([1, np.exp(2 * (np.sqrt(0.5) - 1)), np.exp(-4)], abs=1e-5)


def test_the_votes_of_keywords_count_and_do_not_decide_alone() -> None:
    even, technical = [0.25] * 4, [0.1, 0.7, 0.1, 0.1]
    sure, unsure = unit(1, 0, 0, 0), unit(1, 0.98, 0, 0)
    assert MODEL.answer(sure, (even, even)) == MODEL.answer(sure)
    assert MODEL.answer(sure, (technical, even))[0] == "billing"
    assert MODEL.answer(unsure)[0] == "billing"
    assert MODEL.answer(unsure, (technical, even))[0] == "technical"
    assert 0 < (MODEL.answer(unsure, ([0, 0, 0, 1], [1, 0, 0, 0]))[2].category or 0) < 1


def test_probabilities_are_some_and_extreme_scores_overflow_nothing() -> None:
    assert softmax(np.array([[1e6, -1e6, 0, 0]])).tolist() == [[1, 0, 0, 0]]
    categories, priorities = HEADS.probabilities(VECTORS)
    assert categories.sum(axis=1) == pytest.approx(1)
    assert priorities.sum(axis=1) == pytest.approx(1)


def test_the_nearest_examples_of_the_category_are_shown() -> None:
    assert EXAMPLES.nearest(unit(1, 0, 0, 0), "billing", "medium", "") == ("Wrong sum", "金額")
    assert EXAMPLES.nearest(unit(1, 0.9, 0, 0), "technical", "medium", "") == ("Printer",)


def test_an_example_in_the_readers_language_comes_first_where_one_is_near() -> None:
    assert EXAMPLES.nearest(unit(1, 0, 0, 0), "billing", "medium", "de")[0] == "Falsche Summe"
    assert EXAMPLES.nearest(unit(1, 0, 0, 0), "billing", "medium", "ja")[0] == "金額"
    assert EXAMPLES.nearest(unit(1, 0, 0, 0), "billing", "medium", "pl")[0] == "Wrong sum"
    assert EXAMPLES.nearest(unit(0, 1, 0, 0), "technical", "medium", "de") == ("Printer",)


def test_a_text_like_none_of_them_has_no_example() -> None:
    assert EXAMPLES.nearest(unit(0, 0, 1, 0), "billing", "medium", "en") == ()
    assert EXAMPLES.nearest(unit(1, 0, 0, 0), "general", "medium", "en") == ()


def test_packed_vectors_keep_their_direction() -> None:
    wide = np.random.default_rng(3).normal(size=(50, 1536))
    wide /= np.linalg.norm(wide, axis=1, keepdims=True)
    assert ((unpacked(packed(wide)) * wide).sum(axis=1) > 0.9998).all()
    assert packed(wide).dtype == np.int8


def test_a_model_is_read_as_it_was_written() -> None:
    again = read_model(MODEL.to_bytes())
    assert again.to_bytes() == MODEL.to_bytes()
    assert again.answer(unit(1, 0, 0, 0)) == MODEL.answer(unit(1, 0, 0, 0))
    assert again.examples(unit(1, 0, 0, 0), ("billing", "low"), "ja") == MODEL.examples(
        unit(1, 0, 0, 0), ("billing", "low"), "ja"
    )


def changed(**arrays: Any) -> bytes:
    """The file with other arrays; `described` may be a change of the description."""
    with np.load(io.BytesIO(MODEL.to_bytes())) as file:
        content = {name: file[name] for name in file.files}
    if "described" in arrays:
        described = json.loads(content["described"].tobytes()) | arrays["described"]
        arrays["described"] = np.frombuffer(json.dumps(described).encode(), np.uint8)
    out = io.BytesIO()
    np.savez(out, **{name: array for name, array in (content | arrays).items() if array is not None})
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"<html></html>",
        MODEL.to_bytes()[:-100],
        MODEL.to_bytes()[:300],
        changed(described={"layout": 99}),
        changed(described={"categories": ["a", "b", "c", "d"]}),
        changed(described={"temperatures": [0, 1]}),
        changed(described={"sharpness": -1}),
        changed(described={"parts": 3}),
        changed(described={"parts": 0}),
        changed(described={"sharpness": None}),
        changed(described={"texts": ["only one"]}),
        changed(described={"languages": []}),
        changed(mean=np.zeros(3, np.float32)),
        changed(mean=np.full(4, np.nan, np.float32)),
        changed(mean=np.zeros(4, np.float64)),
        changed(bias=None),
        changed(example_vectors=np.zeros((5, 9), np.int8)),
        changed(weights=np.array([{"a": 1}], dtype=object)),
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidModelError):
        read_model(content)


def test_the_shipped_model_is_for_the_bundled_weights_alone() -> None:
    model = shipped.shipped()
    assert shipped.find_shipped(model.fingerprint) is model
    assert shipped.find_shipped("of another model") is None
    assert {"en", "de", "ja"} <= set(model.labelled.languages)
