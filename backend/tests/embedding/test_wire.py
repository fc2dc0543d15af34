"""The lines of the protocol: what each side refuses."""

import base64
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedding import wire

ANSWER = wire.Answer("print", "model", 2, b"\0" * 16, 2)


@given(st.lists(st.text(st.characters()), min_size=1, max_size=wire.MAX_TEXTS), st.floats(0.001, wire.MAX_SECONDS))
def test_a_request_is_read_as_it_was_written(texts: list[str], seconds: float) -> None:
    assert wire.read_request(wire.request_line(texts, seconds)) == wire.Request(tuple(texts), seconds)


@pytest.mark.parametrize("answer", [ANSWER, *wire.PROBLEMS])
def test_an_answer_is_read_as_it_was_written(answer: wire.Answer | wire.Problem) -> None:
    assert wire.read_answer(wire.answer_line(answer), 2) == answer


@given(st.binary())
def test_no_bytes_raise_another_error(line: bytes) -> None:
    # Some bytes are a message: {"error": "busy"} is one.
    for read in (wire.read_request, lambda line: wire.read_answer(line, 1)):
        with suppress(wire.InvalidMessageError):
            read(line + b"\n")


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"texts": []},
        {"texts": ["a"]},
        {"texts": "a", "seconds": 1},
        {"texts": [1], "seconds": 1},
        {"texts": ["a"] * (wire.MAX_TEXTS + 1), "seconds": 1},
        *(
            {"texts": ["a"], "seconds": seconds}
            for seconds in (0, -1, True, None, "1", 1e9, float("nan"), float("inf"))
        ),
    ],
)
def test_an_invalid_request_is_refused(message: dict[str, Any]) -> None:
    with pytest.raises(wire.InvalidMessageError):
        wire.read_request(json.dumps(message).encode() + b"\n")


@pytest.mark.parametrize(
    "change",
    [
        {"fingerprint": ""},
        {"fingerprint": None},
        {"model": 7},
        {"width": 0},
        {"width": True},
        {"width": 10**30},
        {"parts": 0},
        {"parts": 3},
        {"parts": True},
        {"parts": None},
        {"vectors": "!"},
        {"vectors": None},
        {"vectors": base64.b64encode(b"\0" * 12).decode()},
        {"error": "other"},
        {"error": None},
    ],
)
def test_an_invalid_answer_is_refused(change: dict[str, Any]) -> None:
    message = json.loads(wire.answer_line(ANSWER)) | change
    with pytest.raises(wire.InvalidMessageError):
        wire.read_answer(json.dumps(message).encode() + b"\n", 2)


@pytest.mark.parametrize("line", [b"", b"{", b"[]\n", b"null\n", b"{}", b"[" * 100_000 + b"\n"])
def test_half_a_line_and_other_json_is_refused(line: bytes) -> None:
    with pytest.raises(wire.InvalidMessageError):
        wire.read_answer(line, 1)
