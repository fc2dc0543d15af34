"""Reads an error of a compatible server: which of the parameters that were sent does it refuse?

Servers agree on no format: the name stands in `param`, in pydantic's `loc`, in a message, in JSON inside a message, in
plain text or HTML. So fields that hold a name are looked for first, then sentences. What a server repeats of the
request is passed over, or a ticket that mentions a parameter would have it dropped.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from triage.providers.openai_spellings import (
    CHOICES,
    CODE_KEYS,
    CONTEXT,
    ECHO_KEYS,
    IDENTIFIER,
    LIMITS,
    MONEY,
    NAME_KEYS,
    NAMELESS,
    OTHER_CAUSE,
    REFUSING,
    REQUIRED,
    SENTENCE,
    TOO_LARGE,
    advice_of,
    names_of,
    plain,
)

# 401, 402, 403, 408, 413, 429, 503 and 504 are about the key, money, size or load.
STATUSES: Final = frozenset({400, 404, 405, 406, 409, 415, 417, 422, 424, 500, 501, 502})

_MAX_DEPTH: Final = 12


# Of an error body. A longer one repeats the request or is a page.
_MAX_CHARS: Final = 32 * 1024

# The name of a refusal that names no parameter.
SOME: Final = "some"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One parameter that was refused, by the server's name for it, or SOME; `too_large`: only its value was."""

    name: str
    too_large: bool = False


def refusals(body: str, sent: Collection[str], *, ignore: Collection[str] = ()) -> list[Refusal]:
    """The refused parameters of an error body, out of `sent`. `ignore` are texts of ours that it may repeat."""
    error = _Error(names_of(sent))
    error.read(body[:_MAX_CHARS], _MAX_DEPTH)
    # A code says the cause more surely than a sentence does.
    if any(OTHER_CAUSE.search(code) for code in error.codes) or any(MONEY.search(text) for text in error.texts):
        return []
    fields = [_refusal(name, text) for name, text in error.fields]
    found = _sent(fields, sent)
    if not found and any(name in REQUIRED for name, _ in error.fields):
        return []
    found = found or _sent(list(error.in_sentences(ignore)), sent)[:1]
    if not found and error.is_nameless():
        return [Refusal(SOME)]
    if any(CONTEXT.search(text) for text in error.texts):
        found = [refusal for refusal in found if refusal.name in LIMITS and refusal.too_large]
    return list({refusal.name: refusal for refusal in found}.values())


class _Error:
    """What an error body says, taken apart: fields that name a parameter, codes, and sentences."""

    def __init__(self, names: re.Pattern[str]) -> None:
        self._names = names
        self.fields: list[tuple[str, str]] = []
        self.codes: list[str] = []
        self.texts: list[str] = []

    def read(self, value: Any, depth: int) -> None:
        """Take a part of the body. JSON inside a string is read like JSON."""
        if depth == 0:
            return
        if isinstance(value, str):
            inner = _decoded(value)
            if inner is None:
                self.texts.append(plain(value))
            else:
                self.read(inner, depth - 1)
        elif isinstance(value, list):
            for entry in value:
                self.read(entry, depth - 1)
        elif isinstance(value, dict):
            for key, entry in value.items():
                self._read_field(key, entry, _own_text(value), depth)

    def _read_field(self, key: str, entry: Any, text: str, depth: int) -> None:
        if key in NAME_KEYS and (name := self._first_name(_path(entry))):
            self.fields.append((name, text))
        elif key in CODE_KEYS and not (isinstance(entry, str) and " " in entry):
            self.codes.append(str(entry))
        # {"errors": {"temperature": ["must be above 0"]}}, but not the request with its values.
        elif _is_text(entry) and (name := self._whole_name(key)):
            self.fields.append((name, str(entry)))
        elif key not in ECHO_KEYS:
            self.read(entry, depth - 1)

    def _first_name(self, path: str) -> str | None:
        found = self._names.search(path)
        return found.lastgroup if found else None

    def _whole_name(self, key: str) -> str | None:
        found = self._names.fullmatch(key)
        # Servers say which model it was, and call their sentences messages.
        return found.lastgroup if found and found.lastgroup not in REQUIRED else None

    def is_nameless(self) -> bool:
        """Whether it is about parameters without a name of any."""
        return any(NAMELESS.search(text) for text in self.texts) and not any(
            IDENTIFIER.search(text) for text in self.texts
        )

    def in_sentences(self, ignore: Collection[str]) -> Iterator[Refusal]:
        """Names in sentences, the surest first: beside a word of refusal, then anywhere, then in an advice."""
        advice = advice_of(self._names)
        for text in (*self.texts, *self.codes):
            for own in ignore:
                text = text.replace(own, " ") if own else text
            sentences = SENTENCE.split(CHOICES.sub(" ", advice.sub(" ", text)))
            refusing = [sentence for sentence in sentences if REFUSING.search(sentence)]
            for sentence in (*refusing, *sentences, text):
                for found in self._names.finditer(sentence):
                    if found.lastgroup:
                        yield _refusal(found.lastgroup, sentence)


def _sent(found: list[Refusal], sent: Collection[str]) -> list[Refusal]:
    """Those that were sent. A gateway may name the other limit, into which it has translated ours."""
    exact = [refusal for refusal in found if refusal.name in sent]
    if exact or not any(limit in sent for limit in LIMITS):
        return exact
    return [refusal for refusal in found if refusal.name in LIMITS]


def _refusal(name: str, text: str) -> Refusal:
    return Refusal(name, too_large=bool(TOO_LARGE.search(text)))


def _decoded(text: str) -> Any:
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        inner = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return inner if isinstance(inner, dict | list) else None


def _path(entry: Any) -> str:
    return ".".join(str(part) for part in entry) if isinstance(entry, list) else entry if isinstance(entry, str) else ""


def _own_text(entry: dict[str, Any]) -> str:
    return " ".join(text for text in entry.values() if isinstance(text, str))


def _is_text(entry: Any) -> bool:
    return isinstance(entry, str) or (
        isinstance(entry, list) and bool(entry) and all(isinstance(one, str) for one in entry)
    )
