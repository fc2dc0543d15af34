"""Limits the size of request bodies, including chunked ones, before Django reads them, and the time of answers.

Django reads as many bytes as Content-Length says and treats a chunked body as empty. DRF reads the stream to its end.
This middleware buffers the body and counts its bytes. It reads a body that is too large to its end, because the client
reads the response only when it has sent everything.
"""

import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.http.errors import ParseException

from api.error_body import detail_body
from server.headers import SECURITY_HEADERS
from server.request_deadline import answer_timeout, request_deadlines

BODY_MAX = 1_048_576  # bytes, as nginx's `client_max_body_size 1m`
DRAIN_MAX = 64 * BODY_MAX  # a client that sends even more is disconnected
CHUNK_SIZE = 65_536

REASON_PHRASES = {400: "Bad Request", 413: "Request Entity Too Large"}

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class BodyLimitMiddleware:
    """WSGI middleware: 413 for more than `limit` bytes, 400 for fewer than Content-Length."""

    def __init__(self, application: Application, limit: int = BODY_MAX) -> None:
        self.application = application
        self.limit = limit

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            error = self._buffer_body(environ)
        except (OSError, ParseException):
            # Incomplete, malformed, or too slow (server/request_deadline.py).
            error = 400, "The request's body did not arrive in full.", "incomplete_body"
        sock = environ.get("gunicorn.socket")
        # No deadline while the answer is made: models and the database have their own.
        request_deadlines.clear(sock)
        answer = self.application(environ, start_response) if error is None else _error_response(start_response, *error)
        request_deadlines.start(sock, "answer", answer_timeout(environ["PATH_INFO"]))
        return answer

    def _buffer_body(self, environ: dict[str, Any]) -> tuple[int, str, str] | None:
        """Replace `wsgi.input` by the buffered body. Returns status, detail and code of an error."""
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


def _read(stream: Any, size: int) -> bytes:
    chunks = []
    while size > 0 and (chunk := stream.read(min(CHUNK_SIZE, size))):
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


def _drain(stream: Any, length: int | None) -> None:
    remaining = DRAIN_MAX if length is None else min(length, DRAIN_MAX)
    while remaining > 0 and (chunk := stream.read(min(CHUNK_SIZE, remaining))):
        remaining -= len(chunk)


def _error_response(start_response: Any, status: int, detail: str, code: str) -> Iterable[bytes]:
    body = json.dumps(detail_body(detail, code)).encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"}
    headers |= SECURITY_HEADERS
    start_response(f"{status} {REASON_PHRASES[status]}", list(headers.items()))
    return [body]
