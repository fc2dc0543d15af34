"""A model of an Ollama server that turns texts into vectors: /api/embed."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from triage.call import Call, run_with_deadline
from triage.embedders.base import Embeddings
from triage.embedders.vectors import content_of, fingerprint_of, prepared, shortened, unit_vectors
from triage.errors import BadAnswer, RemoteModel
from triage.ollama_models import check_runs_here, digest_of, runs_elsewhere

_KEEP_ALIVE: Final = -1  # never unload


class OllamaEmbedder:
    """One model on one Ollama server there. Before each text the server is asked whether it runs it itself."""

    def __init__(self, url: str, model: str, *, prefix: str = "", socket_path: str = "") -> None:
        self._url = url.rstrip("/")
        self.model = model
        self._prefix = prefix
        self._socket_path = socket_path

    def embed(self, texts: Sequence[str], deadline: float) -> Embeddings:
        """A vector for each text. Raises ProviderError; ImportError without numpy."""
        return run_with_deadline(partial(self._embed, texts), deadline)

    def _embed(self, texts: Sequence[str], call: Call) -> Embeddings:
        # Imported after the fork: the library makes a client at import, which processes must not share.
        from triage.clients.ollama import fetch

        ask = partial(fetch, call, self._url, socket_path=self._socket_path, private_only=not self._socket_path)
        if not (digest := check_runs_here(ask, self.model)):
            raise BadAnswer("the server tells no digest of the model")
        vectors = unit_vectors(shortened(partial(self._rows, call, texts)), len(texts))
        # Another model may have got this name meanwhile.
        if digest_of(ask, self.model) != digest:
            raise BadAnswer("the model changed meanwhile")
        return Embeddings(fingerprint_of("ollama", digest, self._prefix, vectors.shape[1]), vectors)

    def _rows(self, call: Call, texts: Sequence[str], max_bytes: int) -> list[Any]:
        from triage.clients.http_json import request

        body = {
            "model": self.model,
            "input": prepared(texts, self._prefix, max_bytes),
            "keep_alive": _KEEP_ALIVE,
            "truncate": True,
        }
        url = f"{self._url}/api/embed"
        private_only = not self._socket_path
        answer = content_of(request(call, "POST", url, body, socket_path=self._socket_path, private_only=private_only))
        if runs_elsewhere(answer):
            raise RemoteModel("another host answered")
        rows = answer.get("embeddings") if isinstance(answer, dict) else None
        if not isinstance(rows, list):
            raise BadAnswer("invalid response (no embeddings)")
        return rows
