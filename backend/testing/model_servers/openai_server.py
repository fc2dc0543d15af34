"""A stand-in for OpenAI's Chat Completions API, or for a compatible server."""

import json
from collections.abc import Callable
from typing import Any, ClassVar

from testing.model_servers.contents import CONTENTS
from testing.model_servers.logprobs import answer_tokens
from testing.model_servers.messages import Answer, Request
from testing.model_servers.model_server import ModelServer


def _error(message: str, code: str | None, param: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}


_ERRORS: dict[str, tuple[int, Any, dict[str, str]]] = {
    "status_400": (400, _error("we could not parse the JSON body of your request", None), {}),
    "status_401": (401, _error("incorrect API key provided", "invalid_api_key"), {}),
    "status_403": (403, _error("country not supported", "unsupported_country_region_territory"), {}),
    "missing": (404, _error("the model does not exist", "model_not_found", "model"), {}),
    "rate_limit": (429, _error("rate limit reached", "rate_limit_exceeded"), {"Retry-After": "120"}),
    "no_quota": (429, _error("you exceeded your current quota", "insufficient_quota"), {}),
    "filtered": (400, _error("the prompt was filtered", "content_filter"), {}),
    "status_500": (500, _error("the server had an error", "server_error"), {}),
    "overloaded": (503, _error("the engine is overloaded", "overloaded"), {"Retry-After": "120"}),
}


def _lengthened(completion: dict[str, Any]) -> dict[str, Any]:
    """The answer with 23 tokens of white space after it, as llama.cpp writes, and 20 alternatives to each token."""
    choice = completion["choices"][0]
    choice["message"]["content"] += "\n" * 23
    tokens = choice["logprobs"]["content"]
    for _ in range(23):
        tokens.append({"token": "\n", "logprob": 0.0, "bytes": [10], "top_logprobs": [{"token": "\n", "logprob": 0.0}]})
    for token in tokens:
        rest = ({"token": f" word{at}", "logprob": -20.125 - at, "bytes": [32, 119, 111]} for at in range(20))
        token["top_logprobs"] += list(rest)[: 20 - len(token["top_logprobs"])]
    return completion


def _accept(asked: dict[str, Any]) -> Answer | None:
    return None


class OpenAIServer(ModelServer):
    """`rejects` names parameters that are refused with 400; `nameless` leaves out the error's `param`.

    `refuse` gets each request and returns the error for it, or None. `message` replaces fields of the answer's message.
    `verbose` writes an answer as long as OpenAI's own: indented, with white space after it and 20 alternatives a token.
    """

    OWN: ClassVar[frozenset[str]] = frozenset(
        {
            *_ERRORS,
            "refusal",
            "empty_choices",
            "null_choices",
            "length",
            "content_filter",
            "no_logprobs",
            "odd_logprobs",
        }
    )

    def __init__(
        self,
        *,
        category: str = "account",
        priority: str = "low",
        key: str = "sk-test-key",
        rejects: tuple[str, ...] = (),
        nameless: bool = False,
        refuse: Callable[[dict[str, Any]], Answer | None] = _accept,
        message: dict[str, Any] | None = None,
        finish_reason: str = "stop",
        verbose: bool = False,
        **common: Any,
    ) -> None:
        super().__init__(category=category, priority=priority, **common)
        self.key, self.rejects, self.nameless = key, list(rejects), nameless
        self.refuse, self.message, self.finish_reason = refuse, message or {}, finish_reason
        self.verbose = verbose

    @property
    def base_url(self) -> str:
        """What OPENAI_BASE_URL would be."""
        return f"{self.url}/v1"

    def is_call(self, request: Request) -> bool:
        return "?" not in request.path  # not "?again", after a redirect

    def answer(self, request: Request, disconnected: Callable[[], bool]) -> Answer:
        if request.path.partition("?")[0] != "/v1/chat/completions" or request.method != "POST":
            return Answer(404, _error(f"unknown path {request.path}", None))
        if self.behave in _ERRORS:
            return Answer(*_ERRORS[self.behave])
        if request.headers.get("authorization") != f"Bearer {self.key}":
            return Answer(*_ERRORS["status_401"])
        asked = request.json
        if refusal := self.refuse(asked):
            return refusal
        for name in self.rejects:
            if name in asked:
                message = f"Unsupported parameter: '{name}' is not supported with this model."
                return Answer(400, _error(message, "unsupported_parameter", None if self.nameless else name))
        completion = self._completion(asked)
        return Answer(200, json.dumps(_lengthened(completion), indent=2).encode() if self.verbose else completion)

    def _completion(self, asked: dict[str, Any]) -> dict[str, Any]:
        content: str | None = json.dumps({"category": self.category, "priority": self.priority})
        if write := CONTENTS.get(self.behave):
            content = write(self.category, self.priority)
        message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": None}
        message.update(self.message)
        choice: dict[str, Any] = {"index": 0, "message": message, "finish_reason": self.finish_reason, "logprobs": None}
        if asked.get("logprobs") and self.behave == "well":
            choice["logprobs"] = {"content": answer_tokens(self.category, self.priority), "refusal": None}
        if self.behave == "odd_logprobs":
            choice["logprobs"] = {"content": [{"token": "{", "logprob": "often"}]}
        if self.behave == "refusal":
            message.update(content=None, refusal="I cannot help with that.")
        if self.behave in ("length", "content_filter"):
            choice["finish_reason"] = self.behave
        choices: list[dict[str, Any]] | None = [choice]
        if self.behave in ("empty_choices", "null_choices"):
            choices = [] if self.behave == "empty_choices" else None
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1795231320,
            "model": asked["model"],
            "choices": choices,
            "usage": {"prompt_tokens": 900, "completion_tokens": 12, "total_tokens": 912},
        }
