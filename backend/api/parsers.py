"""Parser and content negotiation of the API: strict JSON in, JSON out."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, Final

from rest_framework.exceptions import ErrorDetail, ParseError, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.error_body import field_key

# More than any field takes. Deeper values are cut, so that the field they are sent for refuses them with its own error;
# Python's own limit would be met while the error is written.
DEPTH_MAX: Final = 16
# A string, also one that does not end, or a bracket.
_TOKENS: Final = re.compile(rb'"(?:[^"\\]+|\\.)*\\?(?:"|\Z)|[\[\]{}]', re.DOTALL)


class StrictJSONParser(JSONParser):
    """Accepts one JSON object in UTF-8. Rejects NUL and lone surrogates, which PostgreSQL cannot store."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read()
        try:
            data = super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError:
            # How deep Python goes depends on the stack of the caller. The answer shall not.
            data = super().parse(BytesIO(_without_deep_values(body)), media_type, parser_context)
        if not isinstance(data, dict):
            raise ParseError("The body must be a JSON object.")
        _cut_depth(data)
        errors: dict[str, list[ErrorDetail]] = {}
        for name, value in data.items():
            invalid = next((error for error in map(_character_error, _strings(name, value)) if error), None)
            if invalid:
                errors[field_key(name)] = [invalid]
        if errors:
            raise ValidationError(errors)
        return data


def _without_deep_values(body: bytes) -> bytes:
    """The JSON text with null for what is nested deeper than DEPTH_MAX, which is not parsed."""
    parts: list[bytes] = []
    start = depth = 0
    for token in _TOKENS.finditer(body):
        if token[0] in (b"[", b"{"):
            depth += 1
            if depth == DEPTH_MAX + 1:
                parts += [body[start : token.start()], b"null"]
        elif token[0] in (b"]", b"}"):
            if depth == DEPTH_MAX + 1:
                start = token.end()
            depth -= 1
    # What is not closed ends here, and is no JSON.
    return b"".join(parts) + (body[start:] if depth <= DEPTH_MAX else b"")


def _cut_depth(body: dict[str, Any]) -> None:
    """Replace what is nested deeper than DEPTH_MAX by null."""
    level: list[Any] = [body]
    for _ in range(DEPTH_MAX):
        level = [child for value in level for child in _children(value) if isinstance(child, dict | list)]
    for value in level:
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            value[key] = None


def _children(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _strings(*values: Any) -> Iterator[str]:
    stack = list(values)
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            stack.extend(value)
        elif isinstance(value, dict):
            stack.extend(value)
            stack.extend(value.values())


def _character_error(text: str) -> ErrorDetail | None:
    if "\x00" in text:
        return ErrorDetail("Null characters are not allowed.", "null_characters_not_allowed")
    try:
        text.encode()
    except UnicodeEncodeError:
        return ErrorDetail("Half a surrogate pair is not a character.", "surrogate_characters_not_allowed")
    return None


class JSONContentNegotiation(BaseContentNegotiation):
    """Always answers JSON, so that an Accept header for another type does not cause 406."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        media_type = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str | None]:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type
