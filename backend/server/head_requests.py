"""Answers HEAD without a body: Django leaves that to the server, and gunicorn complains about each."""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class NoBodyForHead:
    """WSGI middleware: runs the request, keeps its headers, and drops what it would have sent."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = self.application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        # Closing ends the request: connections and files of the answer are given back there.
        getattr(body, "close", lambda: None)()
        return []
