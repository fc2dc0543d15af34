"""`python -m embedding.health PATH`: whether the engine behind a socket answers. The health check of its container."""

import socket
import sys
from contextlib import suppress
from typing import Final

from embedding import wire

_SECONDS: Final = 5.0


def is_healthy(path: str) -> bool:
    """Whether it answers with a vector, or has more to do than it can: that is no reason to restart it."""
    with suppress(OSError, wire.InvalidMessageError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_SECONDS)
        connection.connect(path)
        connection.sendall(wire.request_line(["printer"], _SECONDS / 2))
        with connection.makefile("rb") as answer:
            found = wire.read_answer(answer.readline(wire.ANSWER_BYTES), 1)
        return isinstance(found, wire.Answer) or found == "busy"
    return False


if __name__ == "__main__":
    sys.exit(0 if is_healthy(sys.argv[1]) else 1)
