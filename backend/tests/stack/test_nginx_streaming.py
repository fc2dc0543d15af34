"""Long responses through nginx: an export is streamed, throttled by a slow client, never truncated or buffered."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.stack.nginx_server import NginxServer

StartNginx = Callable[..., NginxServer]
EXPORT = "/api/tickets/export/"
LINE = b"1,Scanner jammed,facilities,low\n"
PIECE = LINE * 2048  # 64 kB


class Exporting:
    """A backend that streams `pieces` of CSV in chunks, with a pause between two, and may break off before the end."""

    def __init__(self) -> None:
        self.pieces = 3
        self.piece = PIECE
        self.pause = 0.0
        self.truncated = False
        self.sent = 0
        self.released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        exporting = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/csv; charset=utf-8")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                try:
                    for number in range(exporting.pieces):
                        if number:
                            exporting.released.wait(exporting.pause)
                        # Counted before the write: the client may read it before this thread continues.
                        exporting.sent += len(exporting.piece)
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(exporting.piece), exporting.piece))
                    if not exporting.truncated:
                        self.wfile.write(b"0\r\n\r\n")
                except OSError:
                    pass  # the client disconnected, as some tests do
                self.close_connection = True

            def log_message(self, *_args: Any, **_kwargs: Any) -> None:
                """Silent."""

        return Handler


@pytest.fixture
def exporting() -> Iterator[Exporting]:
    server = Exporting()
    yield server
    server.stop()


def test_an_export_may_take_longer_than_the_read_timeout(
    nginx: StartNginx, http: httpx.Client, exporting: Exporting
) -> None:
    exporting.pieces, exporting.pause = 6, 0.5
    url = nginx(BACKEND=exporting.address, READ_TIMEOUT="1").url
    answer = http.get(url + EXPORT)
    assert (answer.status_code, answer.content == PIECE * 6) == (200, True)
    assert answer.headers["content-encoding"] == "gzip"


def test_an_export_is_not_buffered(nginx: StartNginx, http: httpx.Client, exporting: Exporting) -> None:
    exporting.pieces, exporting.piece, exporting.pause = 2, LINE, 20.0
    url = nginx(BACKEND=exporting.address).url
    with http.stream("GET", url + EXPORT) as answer:
        chunks = answer.iter_bytes()
        assert next(chunks) == LINE
        assert exporting.sent == len(LINE)
        exporting.released.set()


@contextmanager
def slow_client(nginx: NginxServer, path: str) -> Iterator[HTTPResponse]:
    """Send a request, and read only the response's headers, with a small receive buffer."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        client.settimeout(30)
        client.connect(("127.0.0.1", nginx.port))
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = HTTPResponse(client)
        answer.begin()
        yield answer


def sent_when_blocked(exporting: Exporting) -> int:
    """How many bytes the backend has sent when it makes no more progress."""
    before = -1
    while before != exporting.sent:
        before = exporting.sent
        time.sleep(1)
    return before


@pytest.mark.parametrize("path", [EXPORT, "/api/tickets/"])
def test_a_slow_client_makes_the_backend_wait_instead_of_filling_the_nginx(
    nginx: StartNginx, exporting: Exporting, folder: Path, path: str
) -> None:
    exporting.pieces = 512  # 32 MB, far more than the sockets buffer
    server = nginx(BACKEND=exporting.address, READ_TIMEOUT="1")
    with slow_client(server, path) as answer:
        assert sent_when_blocked(exporting) < 512 * len(PIECE) / 2
        buffered = sum(file.stat().st_size for file in (folder / "run").rglob("*") if file.is_file())
        assert buffered < (1_000_000 if path == EXPORT else 4_000_000)
        # Longer than the read timeout, which must not apply to a backend that is blocked by the client.
        time.sleep(2)
        assert answer.read() == PIECE * 512


def test_a_truncated_export_is_an_error_for_the_client(
    nginx: StartNginx, http: httpx.Client, exporting: Exporting
) -> None:
    exporting.truncated = True
    url = nginx(BACKEND=exporting.address).url
    for accepted in ("gzip", "identity"):
        with pytest.raises(httpx.RemoteProtocolError):
            http.get(url + EXPORT, headers={"Accept-Encoding": accepted})


def test_errors_of_an_export_are_json(nginx: StartNginx, http: httpx.Client) -> None:
    answer = http.get(nginx(BACKEND="127.0.0.1:1").url + EXPORT)
    assert (answer.status_code, list(answer.json())) == (502, ["detail", "codes"])
