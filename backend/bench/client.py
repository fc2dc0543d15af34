"""A cheap HTTP client: it sends prepared bytes over one keep-alive connection."""

import json
import socket
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

TIMEOUT = 60.0  # seconds for one response
MAX_IDLE = 10.0  # seconds; after them the server may be about to close the connection


@dataclass(frozen=True, slots=True)
class Response:
    """Status and body."""

    status: int
    body: bytes

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        return json.loads(self.body)


def get(path: str) -> bytes:
    """A prepared GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n".encode("ascii")


def send(method: str, path: str, body: object) -> bytes:
    """A prepared request with a JSON body."""
    content = json.dumps(body).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode("ascii") + content


class Client:
    """Sends requests to one server, one at a time. Raises OSError for an incomplete response."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname or "", parts.port or 80)
        self._socket: socket.socket | None = None
        self._used = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def request(self, request: bytes) -> Response:
        """Send a prepared request. Returns the response."""
        if time.monotonic() - self._used > MAX_IDLE:
            self.close()
        try:
            if self._socket is None:
                self._socket = socket.create_connection(self._address, timeout=TIMEOUT)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.sendall(request)
            response = self._read(self._socket)
            self._used = time.monotonic()
            return response
        except OSError:
            self.close()
            raise

    def _read(self, connection: socket.socket) -> Response:
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += _receive(connection)
        head = bytes(received[:end]).lower()
        length = _length(head)
        body = received[end + 4 :]
        while len(body) < length:
            body += _receive(connection)
        if head.startswith(b"http/1.0") or b"\r\nconnection: close" in head:
            self.close()
        return Response(int(head.split(b" ", 2)[1]), bytes(body))


def _receive(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionResetError("the server closed the connection during a response")
    return data


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise ConnectionError("the response has no Content-Length")
