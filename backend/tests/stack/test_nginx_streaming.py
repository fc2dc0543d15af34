"""Long answers through the door: an export comes as it is made, waits for a slow reader, is never cut or piled up."""

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

from tests.stack.nginx_server import Door

Opens = Callable[..., Door]
EXPORT = "/api/tickets/export/"
LINE = b"1,Scanner jammed,facilities,low\n"
PIECE = LINE * 2048  # 64 kB


class Exporting:
    """A backend that sends pieces of CSV in chunks: as many as it is told, with a pause between two; maybe cut off."""

    def __init__(self) -> None:
        self.pieces = 3
        self.piece = PIECE
        self.pause = 0.0
        self.cut_off = False
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
                        # Before it is sent: the reader may have it before this thread goes on.
                        exporting.sent += len(exporting.piece)
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(exporting.piece), exporting.piece))
                    if not exporting.cut_off:
                        self.wfile.write(b"0\r\n\r\n")
                except OSError:
                    pass  # the reader is gone, which some tests do
                self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
                """Quiet."""

        return Handler


@pytest.fixture
def exporting() -> Iterator[Exporting]:
    server = Exporting()
    yield server
    server.stop()


def test_an_export_may_take_longer_than_one_answer_may_be_waited_for(
    door: Opens, http: httpx.Client, exporting: Exporting
) -> None:
    exporting.pieces, exporting.pause = 6, 0.5
    url = door(BACKEND=exporting.address, READ_TIMEOUT="1").url
    answer = http.get(url + EXPORT)
    assert (answer.status_code, answer.content == PIECE * 6) == (200, True)
    assert answer.headers["content-encoding"] == "gzip"


def test_its_beginning_arrives_before_its_end_is_made(door: Opens, http: httpx.Client, exporting: Exporting) -> None:
    exporting.pieces, exporting.piece, exporting.pause = 2, LINE, 20.0
    url = door(BACKEND=exporting.address).url
    with http.stream("GET", url + EXPORT) as answer:
        chunks = answer.iter_bytes()
        assert next(chunks) == LINE
        assert exporting.sent == len(LINE)
        exporting.released.set()


@contextmanager
def slow_reader(door: Door, path: str) -> Iterator[HTTPResponse]:
    """Asks, and takes no more than the headers of the answer, with little room for what follows."""
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        reader.settimeout(30)
        reader.connect(("127.0.0.1", door.port))
        reader.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = HTTPResponse(reader)
        answer.begin()
        yield answer


def settled(exporting: Exporting) -> int:
    """How much the backend has begun to send, once it gets no further."""
    before = -1
    while before != exporting.sent:
        before = exporting.sent
        time.sleep(1)
    return before


@pytest.mark.parametrize("path", [EXPORT, "/api/tickets/"])
def test_a_slow_reader_makes_the_backend_wait_instead_of_filling_the_door(
    door: Opens, exporting: Exporting, folder: Path, path: str
) -> None:
    exporting.pieces = 512  # 32 MB, of which the sockets in between hold some
    opened = door(BACKEND=exporting.address, READ_TIMEOUT="1")
    with slow_reader(opened, path) as answer:
        assert settled(exporting) < 512 * len(PIECE) / 2
        kept = sum(file.stat().st_size for file in (folder / "run").rglob("*") if file.is_file())
        assert kept < (1_000_000 if path == EXPORT else 4_000_000)
        # Longer than the door waits for a backend that is silent: this one is not, its reader is.
        time.sleep(2)
        assert answer.read() == PIECE * 512


def test_what_the_backend_cuts_off_is_not_passed_off_as_whole(
    door: Opens, http: httpx.Client, exporting: Exporting
) -> None:
    exporting.cut_off = True
    url = door(BACKEND=exporting.address).url
    for accepted in ("gzip", "identity"):
        with pytest.raises(httpx.RemoteProtocolError):
            http.get(url + EXPORT, headers={"Accept-Encoding": accepted})


def test_errors_of_an_export_are_json_as_everywhere(door: Opens, http: httpx.Client) -> None:
    answer = http.get(door(BACKEND="127.0.0.1:1").url + EXPORT)
    assert (answer.status_code, list(answer.json())) == (502, ["detail"])
