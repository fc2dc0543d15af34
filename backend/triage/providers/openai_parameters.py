"""The optional parameters of a cloud call, and what to send instead when a server refuses some of them."""

from collections.abc import Collection
from threading import Lock
from typing import Any, Final

from triage.providers.openai_refusals import SOME, Refusal
from triage.providers.openai_spellings import LIMITS
from triage.reply import SCHEMA

_SCHEMA: Final = {"type": "json_schema", "json_schema": {"name": "triage", "strict": True, "schema": SCHEMA}}
_NEXT_FORMAT: Final = {"type": "json_object"}

# Reasoning models refuse temperature and logprobs, and count reasoning against the limit, hence its size.
_MAX_TOKENS: Final = 1500
# For a server that finds it too large. Enough for an answer, not for much reasoning.
_FEW_TOKENS: Final = 256
# Without the alternatives of each token, the chosen one would count as certain.
_LOGPROBS: Final = ("logprobs", "top_logprobs")
_DISPENSABLE: Final = ("temperature", *_LOGPROBS)
# Here, and in its regions below this name, max_tokens is deprecated. Everywhere else it is the older name, which every
# server knows; some ignore or refuse the newer one, and some refuse both together.
_OPENAI_HOST: Final = "api.openai.com"

Sent = dict[str, Any]


class Parameters:
    """The parameters that one server accepts for one model, as learned during the life of the process. Thread-safe."""

    def __init__(self, host: str) -> None:
        own = f".{host}".endswith(f".{_OPENAI_HOST}")
        first, second = LIMITS[::-1] if own else LIMITS
        self._next_limit = {first: second}
        self._lock = Lock()
        self._kept: Sent = {
            "temperature": 0,
            "logprobs": True,
            "top_logprobs": 20,
            first: _MAX_TOKENS,
            "response_format": _SCHEMA,
        }

    def current(self) -> Sent:
        """The parameters to send now."""
        with self._lock:
            return dict(self._kept)

    def after(self, refused: Collection[Refusal], sent: Sent) -> Sent:
        """What to send after this refusal: each refused parameter in its next form, or without it."""
        changed = dict(sent)
        for refusal in refused:
            if refusal.name in LIMITS:
                self._change_limit(changed, refusal)
            elif refusal.name in _LOGPROBS:
                _drop(changed, _LOGPROBS)
            elif refusal.name == SOME:
                # The schema last: the answers are worse without it.
                _drop(changed, _DISPENSABLE if set(_DISPENSABLE) & set(sent) else ("response_format",))
            elif sent.get(refusal.name) == _SCHEMA:
                changed[refusal.name] = _NEXT_FORMAT
            else:
                changed.pop(refusal.name, None)
        return changed

    def learn(self, first: Sent, accepted: Sent) -> list[str]:
        """Keep what a server accepted in place of what was sent first. Returns the names that changed."""
        with self._lock:
            # Another call may have learned more meanwhile.
            changed = [
                name
                for name in sorted(first.keys() | accepted.keys())
                if first.get(name) != accepted.get(name) and self._kept.get(name) == first.get(name)
            ]
            for name in changed:
                self._kept.pop(name, None)
                if name in accepted:
                    self._kept[name] = accepted[name]
        return changed

    def _change_limit(self, changed: Sent, refusal: Refusal) -> None:
        name = next((limit for limit in LIMITS if limit in changed), None)
        if name is None:
            return
        tokens = changed.pop(name)
        if refusal.too_large and tokens > _FEW_TOKENS:
            changed[name] = _FEW_TOKENS
        elif refusal.name == name and name in self._next_limit and not refusal.too_large:
            changed[self._next_limit[name]] = tokens


def _drop(parameters: Sent, names: Collection[str]) -> None:
    for name in names:
        parameters.pop(name, None)
