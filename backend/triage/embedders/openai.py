"""A model behind /v1/embeddings: vLLM, llama.cpp, LM Studio, text-embeddings-inference and others."""

import base64
import binascii
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from triage.call import Call, run_with_deadline
from triage.embedders.base import Embeddings
from triage.embedders.vectors import content_of, fingerprint_of, prepared, shortened, unit_vectors
from triage.errors import BadAnswer
from triage.ollama_models import check_not_remote

# Sent with each request. Its vector shows which model answered: servers do not tell, and another one may have got the
# same name.
PROBE: Final = "The printer on the second floor does not print."


class OpenAIEmbedder:
    """One model on one server of the premises that speaks OpenAI's API of embeddings."""

    def __init__(self, base_url: str, model: str, *, prefix: str = "", socket_path: str = "") -> None:
        self._base_url = base_url.rstrip("/")
        self.model = model
        self._prefix = prefix
        self._socket_path = socket_path

    def embed(self, texts: Sequence[str], deadline: float) -> Embeddings:
        """A vector for each text, and that of the probe. Raises ProviderError; ImportError without numpy."""
        return run_with_deadline(partial(self._embed, texts), deadline)

    def _embed(self, texts: Sequence[str], call: Call) -> Embeddings:
        self._check_not_remote(call)
        vectors = unit_vectors(shortened(partial(self._rows, call, texts)), len(texts) + 1)
        fingerprint = fingerprint_of("openai", self.model, self._prefix, vectors.shape[1])
        return Embeddings(fingerprint, vectors[1:], probe=vectors[0])

    def _check_not_remote(self, call: Call) -> None:
        """Raise RemoteModel where the server is an Ollama that would send the text on to another host."""
        from triage.clients.ollama import fetch

        root = self._base_url.removesuffix("/v1")
        ask = partial(fetch, call, root, socket_path=self._socket_path, private_only=not self._socket_path)
        check_not_remote(ask, self.model)

    def _rows(self, call: Call, texts: Sequence[str], max_bytes: int) -> list[Any]:
        from triage.clients.http_json import request

        # Explicit: without it some servers answer in base64.
        body = {
            "model": self.model,
            "input": prepared([PROBE, *texts], self._prefix, max_bytes),
            "encoding_format": "float",
        }
        url = f"{self._base_url}/embeddings"
        private_only = not self._socket_path
        answer = content_of(request(call, "POST", url, body, socket_path=self._socket_path, private_only=private_only))
        items = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise BadAnswer("invalid response (no data)")
        return [_numbers(item.get("embedding")) for item in _in_order(items)]


def _in_order(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items by their index, as servers may answer in another order; as they came where none has an index."""
    if all(item.get("index") is None for item in items):
        return items
    by_index = {index: item for item in items if type(index := item.get("index")) is int}
    if set(by_index) != set(range(len(items))):
        raise BadAnswer("indices that are not one for each text")
    return [by_index[index] for index in range(len(items))]


def _numbers(embedding: Any) -> Any:
    """The numbers of an embedding, which some servers send as little-endian float32 in base64 whatever was asked."""
    import numpy as np

    if not isinstance(embedding, str):
        return embedding
    try:
        return np.frombuffer(base64.b64decode(embedding, validate=True), "<f4").tolist()
    except (binascii.Error, ValueError):
        raise BadAnswer("a vector that is no base64 of numbers") from None
