"""A stand-in for a server of vectors, with Ollama's /api/embed and OpenAI's /v1/embeddings.

Errors have the shape and words of real servers, as their users report them.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from testing.model_servers.messages import Answer, Request
from testing.model_servers.model_server import ModelServer
from testing.model_servers.vectors import vectors_of

_ERRORS = {
    "nan": (500, {"error": "failed to encode response: json: unsupported value: NaN"}),
    "no_embeddings": (501, {"error": {"message": "This server does not support embeddings.", "code": 501}}),
    "missing": (404, {"error": {"message": "The model `wanted` does not exist.", "code": 404}}),
    "key_wanted": (401, {"error": {"message": "Invalid API Key", "code": 401}}),
    "loading": (503, {"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}),
}


class EmbeddingServer(ModelServer):
    """Has `models`, by name the weights of each, whose vectors have `width` numbers.

    Texts of more than `max_words` are refused as too long, and those that hold `poison` give no number. `change` makes
    another answer out of the right one. `described` and `instead` are as those of OllamaServer. `is_ollama` false: it
    has only the path of OpenAI.
    """

    OWN: ClassVar[frozenset[str]] = frozenset(_ERRORS)

    def __init__(
        self,
        *,
        models: dict[str, str] | None = None,
        width: int = 32,
        max_words: int = 100_000,
        poison: str = "",
        is_ollama: bool = True,
        change: Callable[[Any], Any] = lambda answer: answer,
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.models = {"bge-m3": "a"} if models is None else models
        self.width, self.max_words, self.poison, self.is_ollama = width, max_words, poison, is_ollama
        self.change = change
        self.described: dict[str, dict[str, Any]] = {}
        self.instead: dict[str, Answer] = {}

    @property
    def inputs(self) -> list[list[str]]:
        """The texts of each request for vectors."""
        return [request.json["input"] for request in list(self.requests) if self.is_call(request)]

    def is_call(self, request: Request) -> bool:
        return request.path in ("/api/embed", "/v1/embeddings")  # not "?again", after a redirect

    def answer(self, request: Request, disconnected: Callable[[], bool]) -> Answer:
        path = request.path.partition("?")[0]
        if path in self.instead:
            return self.instead[path]
        more = self.described.get(path, {})
        match request.method, path:
            case "POST", "/v1/embeddings":
                return self._embed(request.json, self._openai)
            case "POST", "/api/embed" if self.is_ollama:
                return self._embed(request.json, self._ollama)
            case "GET", "/api/tags" if self.is_ollama:
                return Answer(200, {"models": [self._entry(name) | more for name in self.models]})
            case "POST", "/api/show" if self.is_ollama:
                return Answer(200, {"capabilities": ["embedding"], "model_info": {}, **more})
        return Answer(404, b"404 page not found", {"Content-Type": "text/plain"})

    def _embed(self, asked: dict[str, Any], answered: Callable[[str, list[list[float]]], Any]) -> Answer:
        model, texts = asked["model"], asked["input"]
        if self.behave in _ERRORS:
            return Answer(*_ERRORS[self.behave])
        weights = self.models.get(model) or self.models.get(f"{model}:latest")
        if weights is None:
            return Answer(404, {"error": f'model "{model}" not found, try pulling it first'})
        if any(len(text.split()) > self.max_words for text in texts):
            return Answer(400, {"error": "the input length exceeds the context length"})
        if self.poison and any(self.poison in text for text in texts):
            return Answer(*_ERRORS["nan"])
        return Answer(200, self.change(answered(model, vectors_of(texts, model=weights, width=self.width))))

    def _entry(self, name: str) -> dict[str, Any]:
        return {"name": name, "model": name, "size": 1_200_000_000, "digest": self.models[name].encode().hex()}

    def _ollama(self, model: str, vectors: list[list[float]]) -> dict[str, Any]:
        return {"model": model, "embeddings": vectors, "total_duration": 1, "load_duration": 1, "prompt_eval_count": 9}

    def _openai(self, model: str, vectors: list[list[float]]) -> dict[str, Any]:
        data = [{"object": "embedding", "index": at, "embedding": vector} for at, vector in enumerate(vectors)]
        return {"object": "list", "model": model, "data": data, "usage": {"prompt_tokens": 9, "total_tokens": 9}}
