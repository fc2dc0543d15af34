"""The bundled model, in a process of its own on this machine: one request on a unix socket."""

import socket
import time
from collections.abc import Sequence
from typing import Final

from embedding import wire
from triage.embedders.base import Embeddings
from triage.errors import BadAnswer, Busy, DeadlineExceeded, Unreachable, Warming

# Of a longer text, the model would see less than this anyway: at most 512 pieces, of few characters each.
_BEGINNING: Final = 6_000
_END: Final = 3_000


class Bundled:
    """The engine behind a unix socket (embedding.server). It has no network."""

    model = "multilingual-e5-small"

    def __init__(self, socket_path: str) -> None:
        self._socket_path = socket_path

    def embed(self, texts: Sequence[str], deadline: float) -> Embeddings:
        """A vector for each of at most wire.MAX_TEXTS texts. Raises ProviderError; ImportError without numpy."""
        import numpy as np

        answer = self._ask([_cut(text) for text in texts], deadline)
        vectors = np.frombuffer(answer.vectors, "<f4").reshape(len(texts), answer.width)
        # An infinite or zero vector has no direction, and NaN is in no interval.
        if not bool(np.all(np.abs(np.linalg.norm(vectors, axis=1) - 1) < 0.01)):
            raise BadAnswer("a vector that is not of length 1")
        return Embeddings(answer.fingerprint, vectors, parts=answer.parts)

    def _ask(self, texts: Sequence[str], deadline: float) -> wire.Answer:
        seconds = min(_left(deadline), wire.MAX_SECONDS)
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(seconds)
                connection.connect(self._socket_path)
                connection.sendall(wire.request_line(texts, seconds))
                line = _read_line(connection, deadline)
        except TimeoutError:
            raise DeadlineExceeded from None
        except BlockingIOError:
            # The socket's queue is full.
            raise Busy("the engine's queue is full") from None
        except OSError as error:
            raise Unreachable(type(error).__name__) from None
        if not line:
            raise Unreachable("the engine closed the connection")
        try:
            answer = wire.read_answer(line, len(texts))
        except wire.InvalidMessageError as error:
            raise BadAnswer(f"the engine: {error}") from None
        match answer:
            case "busy":
                raise Busy("the engine is busy")
            case "loading":
                raise Warming("the engine is loading its model")
            case "timeout":
                raise DeadlineExceeded
            case "invalid":
                raise BadAnswer("the engine did not understand", our_bug=True)
            case _:
                return answer


def _read_line(connection: socket.socket, deadline: float) -> bytes:
    """What the engine sends, up to its first line end. The time is limited over all reads, not for each."""
    found = bytearray()
    while not found.endswith(b"\n"):
        connection.settimeout(_left(deadline))
        part = connection.recv(65536)
        if not part:
            break
        found += part
        if len(found) > wire.ANSWER_BYTES:
            raise BadAnswer("the engine: an answer without end")
    return bytes(found)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise DeadlineExceeded
    return left


def _cut(text: str) -> str:
    return text if len(text) <= _BEGINNING + _END else f"{text[:_BEGINNING]} {text[-_END:]}"
