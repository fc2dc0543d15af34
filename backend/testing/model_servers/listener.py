"""The HTTP server of a stand-in: threads that read a request, and send the response or a fault."""

import json
import os
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from testing.model_servers.faults import FAULTS
from testing.model_servers.messages import Answer, Request


class Responder(Protocol):
    """What the HTTP server needs of a stand-in; ModelServer implements it."""

    requests: list[Request]

    @property
    def behave(self) -> str: ...
    def answer(self, request: Request, disconnected: Callable[[], bool]) -> Answer: ...
    def is_call(self, request: Request) -> bool: ...
    def set_attributes(self, changes: dict[str, Any]) -> None: ...
    def record(self, request: Request) -> None: ...
    def count_connection(self, change: int) -> None: ...


class Listener(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close() waits for the threads
    responder: Responder

    def __init__(self, *args: Any) -> None:
        self._connections: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Silent: clients that disconnect are part of the tests."""


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

    def log_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_PUT(self) -> None:
        self._handle()

    def _handle(self) -> None:
        server = self.server.responder
        server.count_connection(+1)
        try:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Request(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            if request.path == "/control":
                self._control(server, request)
                return
            server.record(request)
            answer = server.answer(request, self.client_disconnected)
            fault = FAULTS.get(server.behave) if server.is_call(request) else None
            if fault is not None:
                fault(self, answer.encoded(), server)
            else:
                self.reply(answer.status, answer.encoded(), answer.headers)
        finally:
            server.count_connection(-1)

    def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _control(self, server: Responder, request: Request) -> None:
        if request.method == "PUT":
            server.set_attributes(request.json)
        self.reply(200, json.dumps({"behave": server.behave, "requests": len(server.requests)}).encode())

    def client_disconnected(self) -> bool:
        """Whether the client has closed the connection."""
        self.connection.setblocking(False)
        try:
            return not self.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            self.connection.setblocking(True)
