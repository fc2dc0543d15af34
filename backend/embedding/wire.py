"""The protocol between the engine and those who ask it: one request on each connection of a unix socket.

A request is one line of JSON, and so is its answer. Both sides limit what they read: neither trusts the other.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

REQUEST_BYTES: Final = 1 << 20
MAX_TEXTS: Final = 32
# 32 vectors of 4,096 numbers, in base64, and the words around them.
ANSWER_BYTES: Final = 1 << 20
MAX_SECONDS: Final = 30.0

# busy: too many wait. loading: the model is not there yet. invalid: no request. timeout: the caller's time is over.
Problem = Literal["busy", "loading", "invalid", "timeout"]
PROBLEMS: Final[tuple[Problem, ...]] = ("busy", "loading", "invalid", "timeout")


class InvalidMessageError(ValueError):
    """What the other side sent is none of these messages."""


@dataclass(frozen=True, slots=True)
class Request:
    """Texts to embed, and the seconds that the caller will wait."""

    texts: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Vectors as little-endian float32, row by row, `width` numbers for each text; the model, and its fingerprint.

    A vector is made of `parts` of the same size and length, each with a mean of its own.
    """

    fingerprint: str
    model: str
    width: int
    vectors: bytes
    parts: int = 1


def request_line(texts: Sequence[str], seconds: float) -> bytes:
    """The line of a request. Lone surrogates survive: JSON escapes them."""
    return json.dumps({"texts": list(texts), "seconds": seconds}).encode("ascii") + b"\n"


def read_request(line: bytes) -> Request:
    """The request in a line. Raises InvalidMessageError."""
    message = _object(line)
    texts, seconds = message.get("texts"), message.get("seconds")
    if not isinstance(texts, list) or not 0 < len(texts) <= MAX_TEXTS or not all(isinstance(one, str) for one in texts):
        raise InvalidMessageError(f"texts: not a list of 1 to {MAX_TEXTS} strings")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= MAX_SECONDS:
        raise InvalidMessageError(f"seconds: not a number above 0 and up to {MAX_SECONDS}")
    return Request(tuple(texts), float(seconds))


def answer_line(answer: Answer | Problem) -> bytes:
    """The line of an answer."""
    if isinstance(answer, str):
        return json.dumps({"error": answer}).encode("ascii") + b"\n"
    message = {
        "fingerprint": answer.fingerprint,
        "model": answer.model,
        "width": answer.width,
        "parts": answer.parts,
        "vectors": base64.b64encode(answer.vectors).decode("ascii"),
    }
    return json.dumps(message).encode("ascii") + b"\n"


def read_answer(line: bytes, texts: int) -> Answer | Problem:
    """The answer in a line, with a vector for each of the texts. Raises InvalidMessageError."""
    message = _object(line)
    if "error" in message:
        for problem in PROBLEMS:
            if message["error"] == problem:
                return problem
        raise InvalidMessageError("an unknown error")
    fingerprint, model, width = message.get("fingerprint"), message.get("model"), message.get("width")
    if not isinstance(fingerprint, str) or not isinstance(model, str) or not fingerprint:
        raise InvalidMessageError("no fingerprint")
    if isinstance(width, bool) or not isinstance(width, int) or width < 1:
        raise InvalidMessageError("no width")
    parts = message.get("parts")
    if isinstance(parts, bool) or not isinstance(parts, int) or parts < 1 or width % parts:
        raise InvalidMessageError("no parts")
    try:
        vectors = base64.b64decode(message.get("vectors", ""), validate=True)
    except (TypeError, ValueError, binascii.Error) as error:
        raise InvalidMessageError("vectors: not base64") from error
    if len(vectors) != 4 * width * texts:
        raise InvalidMessageError("vectors: not one for each text")
    return Answer(fingerprint, model, width, vectors, parts)


def _object(line: bytes) -> dict[str, Any]:
    if not line.endswith(b"\n"):
        raise InvalidMessageError("half a line")
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidMessageError("not JSON") from error
    if not isinstance(message, dict):
        raise InvalidMessageError("not an object")
    return message
