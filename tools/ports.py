"""Ports on loopback: checks the port of `make run`, and reserves ports for the servers of tests and benchmarks."""

import errno
import os
import random
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tools.errors import ToolError

HOST = "127.0.0.1"
# Below the ports that Linux and macOS assign by themselves.
UNASSIGNED = range(20_000, 32_768)


def require_free(port: int, host: str = HOST) -> None:
    """Raises ToolError, with a port that is free, when the server could not listen on this one."""
    code = _bind_error(port, host)
    if code is None:
        return
    if code not in (errno.EACCES, errno.EADDRINUSE):
        raise ToolError(f"the server cannot listen on {host}, port {port}: {os.strerror(code)}.")
    if code == errno.EACCES:
        raise ToolError(f"port {port} needs more rights than this user has: choose another with PORT=8080.")
    raise ToolError(f"port {port} is in use by another program: choose another, as `make run PORT={_next_free(port)}`.")


class Reservation:
    """Keeps a port for a server that is started, and may be restarted, while the reservation is open.

    Its socket is bound to the port with SO_REUSEADDR, and does not listen. On Linux the kernel then gives the port to
    no process that binds port 0 or connects, a server may bind it by its number with SO_REUSEADDR, and connections are
    refused while no server listens. Other systems do not allow that second bind, so the port is only chosen there.
    """

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((HOST, 0))
        self.port = int(self._socket.getsockname()[1])
        if sys.platform != "linux":
            self.close()

    def close(self) -> None:
        self._socket.close()


@contextmanager
def reserved() -> Iterator[int]:
    """Reserve a port until the block ends."""
    reservation = Reservation()
    try:
        yield reservation.port
    finally:
        reservation.close()


def unassigned() -> int:
    """A free port that the system does not assign by itself, for Docker, which may not bind a reserved one."""
    candidates = random.sample(UNASSIGNED, len(UNASSIGNED))
    return next(port for port in candidates if _bind_error(port) is None)


def _bind_error(port: int, host: str = HOST) -> int | None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As the server does, so that closing connections do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno
    return None


def _next_free(port: int) -> int:
    """One of the next ports or, if all are in use, any free one."""
    following = range(port + 1, min(port + 50, 65536))
    if (found := next((other for other in following if _bind_error(other) is None), None)) is not None:
        return found
    with reserved() as other:
        return other
