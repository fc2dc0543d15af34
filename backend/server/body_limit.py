"""Bounds request bodies before Django sees them, chunked ones included.

Django reads a body by its Content-Length and so takes a chunked one for empty; DRF reads whatever the stream gives.
Here a body is counted as it arrives; one that is too large is read to its end, so that the client, which is
still writing, gets to read the answer.
"""

import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.http.errors import ParseException

from api.error_body import detail_body
from server.headers import SECURITY
from server.request_deadline import arrivals

LIMIT = 1_048_576  # bytes, as nginx's `client_max_body_size 1m`
DRAIN = 64 * LIMIT  # a client that sends still more is cut off
CHUNK = 65_536

STATUSES = {400: "Bad Request", 413: "Request Entity Too Large"}

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class BodyLimit:
    """WSGI middleware: 413 for more than `limit` bytes, 400 for fewer than were announced."""

    def __init__(self, application: Application, limit: int = LIMIT) -> None:
        self.application = application
        self.limit = limit

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            refusal = self._take(environ)
        except (OSError, ParseException):
            # Not what its header announced, or not in time (server/request_deadline.py).
            refusal = 400, "The request's body did not arrive in full.", "incomplete_body"
        finally:
            arrivals.end(environ.get("gunicorn.socket"))
        return self.application(environ, start_response) if refusal is None else _refuse(start_response, *refusal)

    def _take(self, environ: dict[str, Any]) -> tuple[int, str, str] | None:
        """Put the whole body into memory, where the application finds it; or say what is wrong with it."""
        stream = environ["wsgi.input"]
        length = environ.get("CONTENT_LENGTH") or ""
        chunked = not length and bool(environ.get("wsgi.input_terminated"))
        if not chunked and not (length.isascii() and length.isdecimal() and int(length) > 0):
            return None
        if chunked or int(length) <= self.limit:
            body = _read(stream, self.limit + 1 if chunked else int(length))
            if len(body) <= self.limit:
                if not chunked and len(body) < int(length):
                    raise OSError
                environ["CONTENT_LENGTH"] = str(len(body))
                environ["wsgi.input"] = io.BytesIO(body)
                return None
        _drain(stream, None if chunked else int(length))
        return 413, f"The request is too large: at most {self.limit} bytes.", "too_large"


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


def _refuse(start_response: Any, status: int, detail: str, code: str) -> Iterable[bytes]:
    body = json.dumps(detail_body(detail, code)).encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"} | SECURITY
    start_response(f"{status} {STATUSES[status]}", list(headers.items()))
    return [body]
