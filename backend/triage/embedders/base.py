"""The interface of every embedder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Embeddings:
    """A vector of length 1 for each text, as a numpy array of float32: one row a text.

    `fingerprint` names the weights that made them: vectors of two fingerprints must never be mixed. `probe` is the
    vector of a fixed sentence, where only that shows which weights answered. A vector has `parts` of one size.
    """

    fingerprint: str
    vectors: Any
    probe: Any = None
    parts: int = 1


class Embedder(Protocol):
    """Texts in, unit vectors out."""

    @property
    def model(self) -> str: ...

    def embed(self, texts: Sequence[str], deadline: float) -> Embeddings:
        """Answer before `deadline` (monotonic seconds), or raise ProviderError."""
        ...
