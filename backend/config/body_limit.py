"""Bounds request bodies before Django sees them, chunked ones included.

Django reads a body by its Content-Length and so takes a chunked one for empty; DRF reads whatever the stream gives.
Here a body is counted as it arrives; one that is too large is read to its end, so that the client, which is
still writing, gets to read the answer.
"""

import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from config.headers import SECURITY

LIMIT = 1_048_576  # bytes, as nginx's `client_max_body_size 1m`
DRAIN = 64 * LIMIT  # a client that sends still more is cut off
CHUNK = 65_536

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class BodyLimit:
    """WSGI middleware: 413 for more than `limit` bytes."""

    def __init__(self, application: Application, limit: int = LIMIT) -> None:
        self.application = application
        self.limit = limit

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        chunked = not length and bool(environ.get("wsgi.input_terminated"))
        if chunked:
            body = _read(environ["wsgi.input"], self.limit + 1)
            if len(body) <= self.limit:
                environ["CONTENT_LENGTH"] = str(len(body))
                environ["wsgi.input"] = io.BytesIO(body)
                return self.application(environ, start_response)
        elif not (length.isascii() and length.isdecimal() and int(length) > self.limit):
            return self.application(environ, start_response)
        _drain(environ["wsgi.input"], None if chunked else int(length))
        return _too_large(start_response, self.limit)


def _read(stream: Any, most: int) -> bytes:
    parts = []
    while most > 0 and (part := stream.read(min(CHUNK, most))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _drain(stream: Any, length: int | None) -> None:
    left = DRAIN if length is None else min(length, DRAIN)
    while left > 0 and (part := stream.read(min(CHUNK, left))):
        left -= len(part)


def _too_large(start_response: Any, limit: int) -> Iterable[bytes]:
    body = json.dumps({"detail": f"The request is too large: at most {limit} bytes."}).encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))} | SECURITY
    start_response("413 Request Entity Too Large", list(headers.items()))
    return [body]
