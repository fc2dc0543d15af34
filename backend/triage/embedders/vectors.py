"""What every server of vectors has in common: texts that fit, vectors that are checked, a fingerprint."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from triage.errors import BadAnswer, Refused, TextTooLong
from triage.text import truncate

if TYPE_CHECKING:
    from triage.clients.exchange import RawResponse

T = TypeVar("T")

# Bytes of one text. Most models read 512 tokens or more, which is 2,000 bytes of English; where a server refuses a
# text as too long, the next of these is tried. A token has at least one byte.
CUTS: Final = (4000, 2000, 1000, 500)
MAX_WIDTH: Final = 16_384
_TOO_LONG: Final = re.compile(
    rb"context length|context size|context window|too (?:large|long)|maximum|less than \d+ tokens|exceed|batch size",
    re.I,
)


def prepared(texts: Sequence[str], prefix: str, max_bytes: int) -> list[str]:
    """The texts to send. Servers refuse an empty one."""
    start = f"{prefix} " if prefix else ""
    return [start + (truncate(text, max_bytes) or ".") for text in texts]


def shortened(ask: Callable[[int], T]) -> T:
    """What `ask` returns for the first number of bytes that the server does not refuse as too long."""
    for max_bytes in CUTS[:-1]:
        try:
            return ask(max_bytes)
        except TextTooLong:
            continue
    return ask(CUTS[-1])


def content_of(response: "RawResponse") -> Any:
    """The JSON of a response with vectors. Raises ProviderError."""
    # At the first call, as every client.
    from triage.clients.http_json import error_for, json_of

    if response.status == 200:
        return json_of(response)
    error = error_for(response)
    if isinstance(error, Refused) and _TOO_LONG.search(response.body):
        raise TextTooLong(str(error))
    raise error


def unit_vectors(rows: Sequence[Any], count: int) -> Any:
    """The rows as a float32 array, each of length 1. Raises BadAnswer for what is no vector, or not one for each."""
    import numpy as np

    if len(rows) != count:
        raise BadAnswer(f"{len(rows)} vectors for {count} texts")
    for row in rows:
        # No numpy array of them first: it would take words for numbers.
        if not isinstance(row, list) or not 0 < len(row) <= MAX_WIDTH:
            raise BadAnswer("a vector that is no list of numbers")
        if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in row):
            raise BadAnswer("a vector with what is no number")
    if len({len(row) for row in rows}) != 1:
        raise BadAnswer("vectors of different widths")
    try:
        vectors = np.asarray(rows, np.float64)
    except (OverflowError, ValueError):
        raise BadAnswer("a vector with what is no number") from None
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not bool(np.all(np.isfinite(lengths) & (lengths > 1e-9))):
        raise BadAnswer("a vector that has no direction")
    return (vectors / lengths).astype(np.float32)


def fingerprint_of(*facts: object) -> str:
    """A name for what made the vectors. The same facts always give the same."""
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]
