"""The address to serve on, refused in one line before anything slow begins."""

import errno
import random
import socket

from tools.errors import ToolError

HOST = "127.0.0.1"
# Below the ports that Linux and macOS give to whoever asks for any one.
UNASSIGNED = range(20_000, 32_000)


def require_free(port: int) -> None:
    """Raises ToolError, naming the port and how to choose another, when the server could not have it."""
    reason = _refusal(port)
    if reason is None:
        return
    if reason == errno.EACCES:
        raise ToolError(f"port {port} needs more rights than this user has: choose another with PORT=8080.")
    raise ToolError(f"port {port} is in use by another program: choose another, as `make run PORT={_next_free(port)}`.")


def free() -> int:
    """A port that nobody uses at this moment, and that the system gives to nobody until a server has it.

    Raises ToolError when there is none.
    """
    for port in random.sample(UNASSIGNED, len(UNASSIGNED)):
        if _refusal(port) is None:
            return port
    raise ToolError(f"no port from {UNASSIGNED.start} to {UNASSIGNED.stop - 1} is free.")


def _refusal(port: int) -> int | None:
    with socket.socket() as probe:
        # As the server does, so that connections still closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return error.errno
    return None


def _next_free(port: int) -> int:
    return next((other for other in range(port + 1, min(port + 50, 65536)) if _refusal(other) is None), free())
