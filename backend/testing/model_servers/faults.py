"""Faults of a response in transport or format. Each function gets the handler, the correct body and the server."""

import gzip
import socket
import struct
from collections.abc import Callable
from typing import Any

_HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
# Shorter than any read timeout; a whole body takes longer than any deadline.
_DRIP = 0.02


def _drip(handler: Any, head: bytes, dripped: bytes, server: Any) -> None:
    handler.wfile.write(head)
    for byte in dripped:
        if server.stopping.wait(_DRIP):
            return
        handler.wfile.write(bytes([byte]))


def slow(handler: Any, body: bytes, server: Any) -> None:
    """The correct body after `delay` seconds."""
    server.stopping.wait(server.delay)
    handler.reply(200, body)


def drip_headers(handler: Any, body: bytes, server: Any) -> None:
    """Sends headers byte by byte without an end."""
    _drip(handler, b"HTTP/1.0 200 OK\r\nX-Slow: ", b"a" * 5000, server)


def drip_body(handler: Any, body: bytes, server: Any) -> None:
    """Sends a long body byte by byte."""
    _drip(handler, _HEAD % 5000, b" " * 5000, server)


def silence(handler: Any, body: bytes, server: Any) -> None:
    """Reads the request, and never responds."""
    while not (server.stopping.wait(_DRIP) or handler.client_disconnected()):
        pass


def drop(handler: Any, body: bytes, server: Any) -> None:
    """Closes the connection after half of the body."""
    handler.wfile.write(_HEAD % len(body) + body[: len(body) // 2])


def reset(handler: Any, body: bytes, server: Any) -> None:
    """Resets the connection."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def html(handler: Any, body: bytes, server: Any) -> None:
    """The login page of a proxy, with status 200."""
    handler.reply(200, b"<html><body>Sign in to the guest network</body></html>", {"Content-Type": "text/html"})


def huge(handler: Any, body: bytes, server: Any) -> None:
    """The correct body, followed by ten megabytes of spaces."""
    handler.wfile.write(_HEAD % (len(body) + 10_000_000) + body)
    for _ in range(1000):
        if server.stopping.is_set():
            return
        handler.wfile.write(b" " * 10_000)


def huge_headers(handler: Any, body: bytes, server: Any) -> None:
    """Endless headers, without a pause."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    for number in range(10_000):
        handler.wfile.write(b"X-Header-%d: %s\r\n" % (number, b"a" * 1000))


def bomb(handler: Any, body: bytes, server: Any) -> None:
    """A gzip bomb that starts with the correct body."""
    handler.reply(200, gzip.compress(body + b" " * 20_000_000), {"Content-Encoding": "gzip"})


def not_http(handler: Any, body: bytes, server: Any) -> None:
    """The greeting of another protocol."""
    handler.wfile.write(b"220 mail.example ESMTP ready\r\n")


def redirect(handler: Any, body: bytes, server: Any) -> None:
    """A redirect to a URL that would answer correctly."""
    handler.reply(307, b"", {"Location": handler.path + "?again"})


def error_list(handler: Any, body: bytes, server: Any) -> None:
    """An error whose body is a JSON list."""
    handler.reply(500, b'["internal", "error"]')


def json_list(handler: Any, body: bytes, server: Any) -> None:
    """JSON of another shape."""
    handler.reply(200, b"[1, 2, 3]")


def wrong_types(handler: Any, body: bytes, server: Any) -> None:
    """The expected keys with values of wrong types."""
    handler.reply(200, b'{"done": true, "message": 7, "choices": 7, "logprobs": 7}')


FAULTS: dict[str, Callable[[Any, bytes, Any], None]] = {
    fault.__name__: fault
    for fault in (
        slow,
        drip_headers,
        drip_body,
        silence,
        drop,
        reset,
        html,
        huge,
        huge_headers,
        bomb,
        not_http,
        redirect,
        error_list,
        json_list,
        wrong_types,
    )
}
