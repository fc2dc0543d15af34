"""What can go wrong with a reply on its way, whatever its words. Each gets handler, good body and server."""

import gzip
import socket
import struct
from collections.abc import Callable
from typing import Any

_HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
# Faster than any read timeout, slower than any deadline can wait for.
_DRIP = 0.02


def _drip(handler: Any, head: bytes, dripped: bytes, wire: Any) -> None:
    handler.wfile.write(head)
    for byte in dripped:
        if wire.stopping.wait(_DRIP):
            return
        handler.wfile.write(bytes([byte]))


def slow(handler: Any, body: bytes, wire: Any) -> None:
    """Answers well after `delay` seconds."""
    wire.stopping.wait(wire.delay)
    handler.reply(200, body)


def drip_headers(handler: Any, body: bytes, wire: Any) -> None:
    """Never gets to the end of its headers."""
    _drip(handler, b"HTTP/1.0 200 OK\r\nX-Slow: ", b"a" * 5000, wire)


def drip_body(handler: Any, body: bytes, wire: Any) -> None:
    """Sends a long body byte by byte."""
    _drip(handler, _HEAD % 5000, b" " * 5000, wire)


def silence(handler: Any, body: bytes, wire: Any) -> None:
    """Accepts, reads, and never says a word."""
    while not (wire.stopping.wait(_DRIP) or handler.client_is_gone()):
        pass


def drop(handler: Any, body: bytes, wire: Any) -> None:
    """Hangs up half way through the body."""
    handler.wfile.write(_HEAD % len(body) + body[: len(body) // 2])


def reset(handler: Any, body: bytes, wire: Any) -> None:
    """Cuts the connection without a word."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def html(handler: Any, body: bytes, wire: Any) -> None:
    """Some proxy's page, with status 200."""
    handler.reply(200, b"<html><body>Sign in to the guest network</body></html>", {"Content-Type": "text/html"})


def huge(handler: Any, body: bytes, wire: Any) -> None:
    """A good answer followed by ten megabytes of blanks."""
    handler.wfile.write(_HEAD % (len(body) + 10_000_000) + body)
    for _ in range(1000):
        if wire.stopping.is_set():
            return
        handler.wfile.write(b" " * 10_000)


def huge_headers(handler: Any, body: bytes, wire: Any) -> None:
    """Headers without an end, as fast as they go."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    for number in range(10_000):
        handler.wfile.write(b"X-Header-%d: %s\r\n" % (number, b"a" * 1000))


def bomb(handler: Any, body: bytes, wire: Any) -> None:
    """A small reply that unpacks to a big one, with a good answer at its head."""
    handler.reply(200, gzip.compress(body + b" " * 20_000_000), {"Content-Encoding": "gzip"})


def not_http(handler: Any, body: bytes, wire: Any) -> None:
    """Some other protocol's greeting."""
    handler.wfile.write(b"220 mail.example ESMTP ready\r\n")


def redirect(handler: Any, body: bytes, wire: Any) -> None:
    """Sends the client elsewhere; the place it names would answer well."""
    handler.reply(307, b"", {"Location": handler.path + "?again"})


def error_list(handler: Any, body: bytes, wire: Any) -> None:
    """An error whose body is a JSON list."""
    handler.reply(500, b'["internal", "error"]')


def json_list(handler: Any, body: bytes, wire: Any) -> None:
    """JSON, but of no shape that was asked for."""
    handler.reply(200, b"[1, 2, 3]")


def wrong_types(handler: Any, body: bytes, wire: Any) -> None:
    """The right names with nonsense under them."""
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
