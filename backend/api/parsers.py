"""JSON in, JSON out, whatever the Accept header says; characters no database can store are refused at the door."""

from collections.abc import Iterable, Iterator
from typing import Any

from rest_framework.exceptions import ErrorDetail, ParseError, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.error_body import field_key


class StrictJSONParser(JSONParser):
    """One JSON object in UTF-8, without NUL and without half a surrogate pair anywhere in it."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deeply.") from error
        if not isinstance(data, dict):
            raise ParseError("The body must be a JSON object.")
        problems: dict[str, list[ErrorDetail]] = {}
        for name, value in data.items():
            found = next((text for text in (_flaw(part) for part in _strings(name, value)) if text), None)
            if found:
                problems[field_key(name)] = [found]
        if problems:
            raise ValidationError(problems)
        return data


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


def _flaw(text: str) -> ErrorDetail | None:
    if "\x00" in text:
        return ErrorDetail("Null characters are not allowed.", "null_characters_not_allowed")
    try:
        text.encode()
    except UnicodeEncodeError:
        return ErrorDetail("Half a surrogate pair is not a character.", "surrogate_characters_not_allowed")
    return None


class JSONContentNegotiation(BaseContentNegotiation):
    """The API speaks JSON alone, so an Accept header that asks for something else is no reason to refuse."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        media_type = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str | None]:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type
