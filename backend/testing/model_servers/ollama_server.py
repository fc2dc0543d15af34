"""A stand-in for an Ollama server, with the paths that the backend uses and the real server's relevant behaviour.

/api/ps lists a model while it is loading. A chat waits for that. The client that started the loading aborts it when it
disconnects. A different context size loads the model again.
"""

import json
import time
from collections.abc import Callable
from threading import RLock
from typing import Any, ClassVar

from testing.model_servers.contents import CONTENTS
from testing.model_servers.logprobs import answer_tokens
from testing.model_servers.messages import Answer, Request
from testing.model_servers.model_server import ModelServer

_ERRORS = {
    "status_400": (400, {"error": "invalid options"}),
    "missing": (404, {"error": "model 'granite4.1:3b' not found"}),
    "status_500": (500, {"error": "llama runner process has terminated"}),
    "busy": (503, {"error": "server busy, please try again.  maximum pending requests exceeded"}),
}


class OllamaServer(ModelServer):
    """Has `models`, of which `loaded` is in memory. Loading takes `load_seconds`.

    `described` is added to what it tells about its models, by path, such as a remote host in /api/tags. `instead` has
    whole responses by path.
    """

    OWN: ClassVar[frozenset[str]] = frozenset({*_ERRORS, "not_done", "length", "no_logprobs"})

    def __init__(
        self,
        *,
        models: tuple[str, ...] = ("granite4.1:3b",),
        loaded: str | None = "granite4.1:3b",
        load_seconds: float = 0.0,
        context: int = 8192,
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.models, self.loaded, self.load_seconds = list(models), loaded, load_seconds
        self.context = context
        self.loads: list[str] = []
        self.aborted_loads = 0
        self.loading: str | None = None
        self.described: dict[str, dict[str, Any]] = {}
        self.instead: dict[str, Answer] = {}
        self._state = RLock()

    def is_call(self, request: Request) -> bool:
        return request.path == "/api/chat" and bool(request.json.get("messages"))  # not "?again", after a redirect

    def answer(self, request: Request, disconnected: Callable[[], bool]) -> Answer:
        path = request.path.partition("?")[0]
        if path in self.instead:
            return self.instead[path]
        more = self.described.get(path, {})
        match request.method, path:
            case "GET", "/api/tags":
                return Answer(200, {"models": [_entry(name) | more for name in self.models]})
            case "GET", "/api/ps":
                return Answer(
                    200, {"models": [{**_entry(n), "context_length": self.context} for n in self._in_memory()]}
                )
            case "GET", "/api/version":
                return Answer(200, {"version": "0.40.2"})
            case "POST", "/api/show":
                known = request.json.get("model") in self.models
                shown = {"capabilities": ["completion"], "model_info": {}, **more}
                return Answer(200, shown) if known else Answer(404, {"error": "not found"})
            case "POST", "/api/chat":
                answer = self._chat(request, disconnected)
                return Answer(answer.status, answer.body | more)
            case "GET", "/":
                return Answer(200, b"Ollama is running", {"Content-Type": "text/plain"})
        return Answer(404, b"404 page not found", {"Content-Type": "text/plain"})

    def _in_memory(self) -> list[str]:
        return [name for name in (self.loaded, self.loading) if name]

    def _chat(self, request: Request, disconnected: Callable[[], bool]) -> Answer:
        asked = request.json
        if self.behave in _ERRORS and self.is_call(request):
            return Answer(*_ERRORS[self.behave])
        if asked["model"] not in self.models:
            return Answer(404, {"error": f"model '{asked['model']}' not found"})
        if not self._ensure_loaded(asked, disconnected):
            return Answer(499, {"error": "client closed request"})
        if not asked.get("messages"):
            return Answer(200, _reply(asked["model"], "", "load"))
        return Answer(200, self._generated(asked))

    def _ensure_loaded(self, asked: dict[str, Any], disconnected: Callable[[], bool]) -> bool:
        model, context = asked["model"], asked.get("options", {}).get("num_ctx", 4096)
        with self._state:
            if self.loaded == model and self.context == context:
                return True
            self.loads.append(model)
            self.loading, self.loaded, self.context = model, None, context
            deadline = time.monotonic() + self.load_seconds
            while time.monotonic() < deadline and not self.stopping.wait(0.02):
                if disconnected():
                    self.aborted_loads += 1
                    self.loading = None
                    return False
            self.loading, self.loaded = None, model
            return True

    def _generated(self, asked: dict[str, Any]) -> dict[str, Any]:
        if write := CONTENTS.get(self.behave):
            return _reply(asked["model"], write(self.category, self.priority), "stop")
        content = json.dumps({"category": self.category, "priority": self.priority})
        reply = _reply(asked["model"], content, "length" if self.behave == "length" else "stop")
        if self.behave == "not_done":
            return {**reply, "done": False, "done_reason": None}
        if asked.get("logprobs") and self.behave != "no_logprobs":
            reply["logprobs"] = answer_tokens(self.category, self.priority)
        return reply


def _entry(name: str) -> dict[str, Any]:
    return {"name": name, "model": name, "size": 2_100_000_000, "digest": "0" * 64}


def _reply(model: str, content: str | None, reason: str) -> dict[str, Any]:
    return {
        "model": model,
        "created_at": "2026-11-21T03:22:00Z",
        "message": {"role": "assistant", "content": content},
        "done": True,
        "done_reason": reason,
        "total_duration": 5_000_000,
        "prompt_eval_count": 900,
        "eval_count": 12,
    }
