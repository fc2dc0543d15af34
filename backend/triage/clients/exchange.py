"""One HTTP request on a connection of its own: every step within the call's deadline, the response bounded in size.

The transport of both vendors' clients. No proxy, no redirect, no retry, no keep-alive.
"""

import errno
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore

from triage.call import Call
from triage.errors import BadAnswer, Busy, DeadlineExceeded, ProviderError, Unreachable

MAX_RESPONSE_BYTES = 64 * 1024
# Seconds for one address of a host: the next may answer while the first drops every packet.
# Shorter than the watcher's probe, so that a host that drops packets counts as unreachable and not as slow.
_CONNECT_TIMEOUT = 1.5
# Of a connection that this machine, or the queue of a server on it, has no room for. Load, not absence.
_NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EAGAIN, errno.EADDRNOTAVAIL})


@dataclass(frozen=True, slots=True)
class RawResponse:
    """A whole response. `headers` holds the content type only, so that no client decompresses or follows anything."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class _Budget:
    """The bytes that may still be received."""

    bytes_left: int


def exchange(
    call: Call,
    method: str,
    url: str,
    headers: Iterable[tuple[bytes, bytes]],
    body: bytes,
    *,
    socket_path: str = "",
    limit: int = MAX_RESPONSE_BYTES,
) -> RawResponse:
    """Send one request and read at most `limit` bytes of response, headers included.

    Raises Unreachable, DeadlineExceeded, or BadAnswer for a response that is too long.
    """
    target = httpcore.URL(url)
    # A longer answer is no reason for longer headers.
    budget = _Budget(min(limit, MAX_RESPONSE_BYTES))
    with httpcore.HTTPConnection(
        target.origin,
        ssl_context=_tls() if target.scheme == b"https" else None,
        uds=socket_path or None,
        network_backend=_Network(call, budget),
    ) as connection:
        # Identity: 64 kB of gzip can be 64 MB of text. A response compressed all the same is not decompressed.
        own = [(b"Accept-Encoding", b"identity"), (b"Connection", b"close")]
        sent = [(name, value) for name, value in headers if name.lower() not in (b"accept-encoding", b"connection")]
        try:
            with connection.stream(method, target, headers=sent + own, content=body) as response:
                received = {name.lower(): value for name, value in response.headers}
                budget.bytes_left += limit - min(limit, MAX_RESPONSE_BYTES)
                response_body = b"".join(response.iter_stream())
        except httpcore.ProtocolError as error:
            raise Unreachable("the connection broke, or does not speak HTTP") from error
    content_type = received.get(b"content-type", b"application/octet-stream").decode("latin-1")
    return RawResponse(response.status, {"content-type": content_type}, response_body)


@cache
def _tls() -> ssl.SSLContext:
    # The certificates of the operating system, as httpx2 chooses them: companies add their own there.
    import httpx2

    return httpx2.create_ssl_context()


class _Network(httpcore.NetworkBackend):
    """Connects within the call's deadline and has the call track the connection."""

    def __init__(self, call: Call, budget: _Budget) -> None:
        self._call, self._budget = call, budget

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unreachable("no such host") from error
        errors: list[OSError] = []
        for family, kind, protocol, _name, address in addresses:
            try:
                stream = self._connect(socket.socket(family, kind, protocol), address)
            except OSError as error:
                # Nothing drops packets on loopback: the server's queue of connections is full.
                if isinstance(error, TimeoutError) and address[0] in ("127.0.0.1", "::1"):
                    raise DeadlineExceeded("no connection in time") from error
                errors.append(error)
            else:
                return stream
        raise _not_connected(errors) from (errors[-1] if errors else None)

    def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
        try:
            return self._connect(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), path)
        except OSError as error:
            raise _not_connected([error]) from error

    def _connect(self, connection: socket.socket, address: Any) -> httpcore.NetworkStream:
        self._call.track(connection)
        try:
            connection.settimeout(min(self._call.time_left(), _CONNECT_TIMEOUT))
            connection.connect(address)
            if connection.family != socket.AF_UNIX:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            self._call.close(connection)
            raise
        return _Stream(self._call, connection, self._budget)


def _not_connected(errors: list[OSError]) -> ProviderError:
    """The ProviderError for the failed connections to each address of a host."""
    if any(error.errno in _NO_ROOM for error in errors):
        return Busy("no room for a connection")
    return Unreachable("no connection")


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the call's deadline and whose response ends with the budget."""

    def __init__(self, call: Call, connection: socket.socket, budget: _Budget) -> None:
        self._call, self._connection, self._budget = call, connection, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._connection.settimeout(self._call.time_left())
        try:
            data = self._connection.recv(max_bytes)
        except TimeoutError as error:
            raise DeadlineExceeded from error
        except OSError as error:
            raise Unreachable("the connection broke") from error
        self._budget.bytes_left -= len(data)
        if self._budget.bytes_left < 0:
            raise BadAnswer("the response is too long")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._connection.settimeout(self._call.time_left())
        try:
            self._connection.sendall(buffer)
        except TimeoutError as error:
            raise DeadlineExceeded from error
        except OSError as error:
            # WriteError makes httpcore read the response that the server sent before it closed.
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        self._call.close(self._connection)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        # This timeout bounds the whole handshake, not each of its reads.
        self._connection.settimeout(self._call.time_left())
        try:
            secured = ssl_context.wrap_socket(self._connection, server_hostname=server_hostname)
        except TimeoutError as error:
            self.close()
            raise DeadlineExceeded from error
        except (OSError, ValueError) as error:
            self.close()
            raise Unreachable("no TLS connection") from error
        self._call.track(secured)
        return _Stream(self._call, secured, self._budget)

    def get_extra_info(self, info: str) -> Any:
        return self._connection if info == "socket" else None
