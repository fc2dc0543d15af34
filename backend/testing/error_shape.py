"""The shape of the API's errors, for tests: `codes` mirrors the other keys, down to every leaf."""

from typing import Any

# Answers with a payload beside the error: its key is no field.
PAYLOADS = {"ticket"}


def mirrors(body: dict[str, Any]) -> bool:
    """Whether `codes` has the keys and the depth of the rest, with one machine code for each sentence."""
    errors = {name: value for name, value in body.items() if name != "codes" and name not in PAYLOADS}
    return isinstance(body.get("codes"), dict) and _alike(errors, body["codes"])


def _alike(error: Any, code: Any) -> bool:
    if isinstance(error, dict):
        return isinstance(code, dict) and error.keys() == code.keys() and all(_alike(error[k], code[k]) for k in error)
    if isinstance(error, list):
        return isinstance(code, list) and len(error) == len(code) and all(map(_alike, error, code))
    return isinstance(error, str) and isinstance(code, str) and code.replace("_", "").isalnum() and code.islower()
