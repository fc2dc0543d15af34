"""A small HTTP server that echoes its requests; a stand-in for the backend or for a remote model server."""

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Upstream:
    """`requests` holds each request as method, path and headers; `headers` are added to each response.

    Responses wait while `proceed` is cleared. With a certificate it speaks TLS, and `sni_names` holds the host names of
    the handshakes.
    """

    def __init__(self, *, certificate: str = "", key: str = "") -> None:
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.sni_names: list[str | None] = []
        self.headers: dict[str, str] = {}
        self.proceed = threading.Event()
        self.proceed.set()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.upstream = self
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            context.sni_callback = lambda _socket, name, _context: self.sni_names.append(name)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.proceed.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    upstream: Upstream

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Silent: a client that does not trust the certificate disconnects, which tests expect."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        upstream = self.server.upstream
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        upstream.requests.append(
            (self.command, self.path, {name.lower(): value for name, value in self.headers.items()})
        )
        upstream.proceed.wait(30)
        answer = json.dumps({"path": self.path, "bytes": len(body)}).encode()
        self.send_response(200)
        for name, value in {"Content-Type": "application/json", **upstream.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Silent."""
