"""The optional parameters of a cloud call: a parameter that the server refuses by name is dropped."""

import re
from threading import Lock
from typing import Any, Final

from triage.reply import SCHEMA

_SCHEMA: Final = {"type": "json_schema", "json_schema": {"name": "triage", "strict": True, "schema": SCHEMA}}

# Reasoning models refuse temperature and logprobs, and count reasoning against max_completion_tokens, hence its size.
# Some compatible servers support no schema, or name the limit differently.
ALL: Final[dict[str, Any]] = {
    "temperature": 0,
    "logprobs": True,
    "top_logprobs": 20,
    "max_completion_tokens": 1500,
    "response_format": _SCHEMA,
}
_DROPPED_TOGETHER: Final = {"logprobs": ("logprobs", "top_logprobs")}


class Parameters:
    """The parameters that this server accepts, as learned during the life of the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept = dict(ALL)

    def current(self) -> dict[str, Any]:
        """The parameters to send now."""
        with self._lock:
            return dict(self._kept)

    def drop(self, param: str | None, message: str, sent: dict[str, Any]) -> bool:
        """Drop the parameter that an error names, as its `param` or in its message.

        False when it names none of those sent: then a retry is useless.
        """
        name = _named(param, message, sent)
        if name is None:
            return False
        with self._lock:
            if name == "response_format" and sent[name] == _SCHEMA:
                self._kept[name] = {"type": "json_object"}
            else:
                for key in _DROPPED_TOGETHER.get(name, (name,)):
                    self._kept.pop(key, None)
        return True


def _named(param: str | None, message: str, sent: dict[str, Any]) -> str | None:
    if isinstance(param, str) and (root := re.split(r"[.\[]", param)[0]) in sent:
        return root
    if param:
        return None
    # Servers without `param` name the field in the message.
    return next((name for name in sent if re.search(rf"\b{name}\b", message)), None)
