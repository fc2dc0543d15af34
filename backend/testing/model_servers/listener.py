"""The listening end of a stand-in: threads that read a request, and answer it or play a fault."""

import json
import os
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from testing.model_servers.faults import FAULTS
from testing.model_servers.messages import Request

if TYPE_CHECKING:
    from testing.model_servers.model_server import WireServer


class Listener(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close() waits for the threads
    wire: "WireServer"

    def __init__(self, *args: Any) -> None:
        self._connections: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what the tests are about."""


class UnixListener(Listener):
    address_family = socket.AF_UNIX

    def server_bind(self) -> None:
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = "localhost", 0

    def get_request(self) -> Any:
        connection, _ = self.socket.accept()
        return connection, ("local", os.getpid())


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Quiet."""

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_PUT(self) -> None:
        self._handle()

    def _handle(self) -> None:
        wire = self.server.wire
        wire.count_connection(+1)
        try:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Request(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            if request.path == "/wire":
                self._control(wire, request)
                return
            wire.record(request)
            answer = wire.answer(request, self.client_is_gone)
            fault = FAULTS.get(wire.behave) if wire.is_call(request) else None
            if fault is not None:
                fault(self, answer.encoded(), wire)
            else:
                self.reply(answer.status, answer.encoded(), answer.headers)
        finally:
            wire.count_connection(-1)

    def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _control(self, wire: "WireServer", request: Request) -> None:
        if request.method == "PUT":
            wire.settle(request.json)
        self.reply(200, json.dumps({"behave": wire.behave, "requests": len(wire.requests)}).encode())

    def client_is_gone(self) -> bool:
        """Whether the client has hung up."""
        self.connection.setblocking(False)
        try:
            return not self.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            self.connection.setblocking(True)
