"""Answers requests with the engine. Started by the supervisor, which replaces it when it ends or is silent.

Connections are read by threads; the engine answers one request after the other.
"""

import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embedding import wire
from embedding.server.supervisor import ALIVE, READY, UNUSABLE

if TYPE_CHECKING:
    from embedding.encoder import Encoder

# Connections at a time; of further ones each is told `busy`.
_MAX_CONNECTIONS: Final = 32
# A caller is a server process on this machine, which writes its request at once.
_READ_SECONDS: Final = 2.0
# The longest text takes a fifth of a second on a slow core. What takes this long will never end.
_ONE_TEXT_SECONDS: Final = 20.0
_BEAT: Final = 0.25
# Address space, not memory: a runaway allocation fails here before the machine swaps.
_ADDRESS_SPACE: Final = 4 << 30


class Worker:
    """The engine behind its socket."""

    def __init__(self, listener: socket.socket, beat: int) -> None:
        self._listener = listener
        self._beat = beat
        self._encoder: Encoder | None = None
        self._fingerprint = ""
        self._loaded = threading.Event()
        self._engine = threading.Lock()
        self._connections = threading.BoundedSemaphore(_MAX_CONNECTIONS)
        # When the engine began with the text that it has in hand.
        self._began: float | None = None

    def run(self, weights: Path, threads: int) -> None:
        """Accept connections for ever, from before the model is loaded."""
        threading.Thread(target=self._tell_alive, daemon=True).start()
        threading.Thread(target=self._load, args=(weights, threads), daemon=True).start()
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                # Out of descriptors, or the caller is gone already.
                time.sleep(0.05)
                continue
            if self._connections.acquire(blocking=False):
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()
            else:
                _send(connection, "busy")

    def _load(self, weights: Path, threads: int) -> None:
        try:
            from embedding.encoder import Encoder
            from embedding.weights import Weights

            encoder = Encoder(Weights(weights), threads=threads)
            # The first answer takes longer than those after it.
            encoder.embed(["The printer is out of paper."])
            self._fingerprint = encoder.fingerprint
        except (ImportError, OSError, ValueError) as error:
            sys.stderr.write(f"classifier: cannot load the model: {error}\n")
            os._exit(UNUSABLE)
        except BaseException as error:
            sys.stderr.write(f"classifier: cannot load the model: {type(error).__name__}\n")
            os._exit(1)
        self._encoder = encoder
        self._loaded.set()
        os.write(self._beat, READY)

    def _tell_alive(self) -> None:
        """Tell the supervisor, until a text takes too long, or the supervisor is gone."""
        while True:
            began = self._began
            if began is not None and time.monotonic() - began > _ONE_TEXT_SECONDS:
                os._exit(1)
            try:
                os.write(self._beat, ALIVE)
            except OSError:
                os._exit(0)
            time.sleep(_BEAT)

    def _serve(self, connection: socket.socket) -> None:
        try:
            _send(connection, self._answer(connection))
        finally:
            self._connections.release()

    def _answer(self, connection: socket.socket) -> wire.Answer | wire.Problem:
        arrived = time.monotonic()
        try:
            request = wire.read_request(_read_line(connection, arrived + _READ_SECONDS))
        except (OSError, wire.InvalidMessageError):
            return "invalid"
        until = arrived + request.seconds
        if not self._loaded.wait(max(0.0, until - time.monotonic())) or self._encoder is None:
            return "loading"
        if not self._engine.acquire(timeout=max(0.0, until - time.monotonic())):
            return "busy"
        try:
            return self._embed(self._encoder, request.texts, until)
        finally:
            self._began = None
            self._engine.release()

    def _embed(self, encoder: "Encoder", texts: Sequence[str], until: float) -> wire.Answer | wire.Problem:
        rows = []
        for text in texts:
            self._began = time.monotonic()
            if self._began >= until:
                return "timeout"
            rows.append(encoder.embed([text])[0])
        vectors = b"".join(row.astype("<f4").tobytes() for row in rows)
        return wire.Answer(self._fingerprint, encoder.model, len(rows[0]), vectors, encoder.parts)


def _read_line(connection: socket.socket, until: float) -> bytes:
    """Up to the first line end, which is the last byte of a request. Raises OSError when it does not come in time."""
    found = bytearray()
    while not found.endswith(b"\n"):
        connection.settimeout(max(0.001, until - time.monotonic()))
        part = connection.recv(65536)
        found += part
        if not part or len(found) > wire.REQUEST_BYTES:
            break
    return bytes(found)


def _send(connection: socket.socket, answer: wire.Answer | wire.Problem) -> None:
    with connection, suppress(OSError):
        connection.settimeout(_READ_SECONDS)
        connection.sendall(wire.answer_line(answer))


def main(arguments: Sequence[str]) -> None:
    """Run with: descriptor of the listener, descriptor of the pipe, weights, threads."""
    # The supervisor decides. Ctrl-C reaches the whole group.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    with suppress(OSError, ValueError):
        # A core file would hold ticket text.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    listener = socket.socket(fileno=int(arguments[0]))
    Worker(listener, int(arguments[1])).run(Path(arguments[2]), int(arguments[3]))


if __name__ == "__main__":
    main(sys.argv[1:])
