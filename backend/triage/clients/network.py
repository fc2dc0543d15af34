"""A connection whose every step ends at the call's deadline, and what it means when there is none."""

import errno
import socket
import ssl
from dataclasses import dataclass
from typing import Any

import httpcore

from triage.call import Call
from triage.errors import BadAnswer, Busy, DeadlineExceeded, ProviderError, RemoteModel, Unreachable
from triage.private_hosts import is_private

# Seconds for one address of a host: the next may answer while the first drops every packet.
# Shorter than the watcher's probe, so that a host that drops packets counts as unreachable and not as slow.
_CONNECT_TIMEOUT = 1.5
# Of a connection that this machine, or the queue of a server on it, has no room for. Load, not absence.
_NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EAGAIN, errno.EADDRNOTAVAIL})


@dataclass(slots=True)
class Budget:
    """The bytes that may still be received."""

    bytes_left: int


class Network(httpcore.NetworkBackend):
    """Connects within the call's deadline and has the call track the connection.

    `private_only`: to no address but one that is loopback or private, whatever the host is called.
    """

    def __init__(self, call: Call, budget: Budget, *, private_only: bool = False) -> None:
        self._call, self._budget = call, budget
        self._private_only = private_only

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unreachable("no such host") from error
        if self._private_only:
            addresses = [found for found in addresses if is_private(str(found[4][0]))]
            if not addresses:
                raise RemoteModel("the address of the host is neither loopback nor private")
        errors: list[OSError] = []
        for family, kind, protocol, _name, address in addresses:
            try:
                stream = self._connect(socket.socket(family, kind, protocol), address)
            except OSError as error:
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
            left = self._call.time_left()
            connection.settimeout(min(left, _CONNECT_TIMEOUT))
            try:
                connection.connect(address)
            except TimeoutError as error:
                # No time was left to tell whether the host is there. And nothing drops packets on loopback: there the
                # server's queue of connections is full.
                if left < _CONNECT_TIMEOUT or address[0] in ("127.0.0.1", "::1"):
                    raise DeadlineExceeded from error
                raise
            if connection.family != socket.AF_UNIX:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            self._call.close(connection)
            raise
        return Stream(self._call, connection, self._budget)


def _not_connected(errors: list[OSError]) -> ProviderError:
    """The ProviderError for the failed connections to each address of a host."""
    if any(error.errno in _NO_ROOM for error in errors):
        return Busy("no room for a connection")
    return Unreachable("no connection")


class Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the call's deadline and whose response ends with the budget."""

    def __init__(self, call: Call, connection: socket.socket, budget: Budget) -> None:
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
        return Stream(self._call, secured, self._budget)

    def get_extra_info(self, info: str) -> Any:
        return self._connection if info == "socket" else None
