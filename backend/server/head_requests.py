"""Removes the body of responses to HEAD. Django leaves that to the server, and gunicorn logs a warning for each."""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class HeadMiddleware:
    """WSGI middleware that keeps the headers of a response to HEAD and drops its body."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = self.application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        # close() ends the request: Django releases its connections and files there.
        getattr(body, "close", lambda: None)()
        return []
