"""A stand-in for the engine of the built-in classifier: it answers on a unix socket, or shows one of its faults."""

import base64
import json
import os
import socket
import struct
import tempfile
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Any, Final

FINGERPRINT: Final = "stand-in"
WIDTH: Final = 4
_LONGER_THAN_ANY_DEADLINE: Final = 60.0


def vectors(*rows: tuple[float, ...]) -> str:
    """Rows of numbers as the protocol sends them."""
    numbers = [number for row in rows for number in row]
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def answer(texts: int = 1, **changes: Any) -> bytes:
    """The line of a right answer, with some of its keys changed."""
    message = {
        "fingerprint": FINGERPRINT,
        "model": "multilingual-e5-small",
        "width": WIDTH,
        "parts": 1,
        "vectors": vectors(*[(0.5, 0.5, 0.5, 0.5)] * texts),
    }
    return json.dumps(message | changes).encode() + b"\n"


# What is sent in place of an answer, and the reason that the API gives for it.
SENT: Final[dict[str, tuple[bytes, str]]] = {
    "nothing": (b"", "unreachable"),
    "half a line": (answer()[:60], "bad_answer"),
    "no line end": (answer()[:-1], "bad_answer"),
    "binary": (os.urandom(3000).replace(b"\n", b"") + b"\n", "bad_answer"),
    "a list": (b"[1, 2]\n", "bad_answer"),
    "deeply nested": (b"[" * 100_000 + b"\n", "bad_answer"),
    "an empty object": (b"{}\n", "bad_answer"),
    "another error": (b'{"error": "secret text"}\n', "bad_answer"),
    "no fingerprint": (answer(fingerprint=""), "bad_answer"),
    "another width": (answer(width=5), "bad_answer"),
    "a width of zero": (answer(width=0), "bad_answer"),
    "a negative width": (answer(width=-4), "bad_answer"),
    "no base64": (answer(vectors="???"), "bad_answer"),
    "vectors as numbers": (answer(vectors=[0.5] * 4), "bad_answer"),
    "two vectors": (answer(texts=2), "bad_answer"),
    "no vectors": (answer(vectors=""), "bad_answer"),
    "nan": (answer(vectors=vectors((float("nan"), 0.5, 0.5, 0.5))), "bad_answer"),
    "infinite": (answer(vectors=vectors((float("inf"), 0.5, 0.5, 0.5))), "bad_answer"),
    "zeros": (answer(vectors=vectors((0.0, 0.0, 0.0, 0.0))), "bad_answer"),
    "endless": (b"x" * (3 << 20), "bad_answer"),
    "busy": (b'{"error": "busy"}\n', "busy"),
    "loading": (b'{"error": "loading"}\n', "warming"),
    "timeout": (b'{"error": "timeout"}\n', "timeout"),
    "invalid": (b'{"error": "invalid"}\n', "bad_answer"),
    "other weights": (answer(fingerprint="other"), "warming"),
}
# Faults of the connection.
FAULTS: Final[dict[str, str]] = {"hangs": "timeout", "drips": "timeout", "deaf": "timeout"} | {
    name: reason for name, (_, reason) in SENT.items()
}


class EngineServer:
    """A server on a socket of its own, until the block ends. `behave` is "answers" or one of FAULTS."""

    def __init__(self, behave: str = "answers") -> None:
        self.behave = behave
        self.requests: list[dict[str, Any]] = []
        self.peak = 0
        self._running = 0
        self._lock = Lock()
        self._stopping = Event()
        self._folder = tempfile.TemporaryDirectory(prefix="engine-")
        self.path = f"{self._folder.name}/socket"
        self._threads: list[Thread] = []

    def __enter__(self) -> "EngineServer":
        self.start()
        return self

    def __exit__(self, *error: Any) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        """Listen, as an engine that comes back does."""
        self._stopping.clear()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(self.path)
        self._socket.listen(64)
        self._run(self._accept)

    def stop(self) -> None:
        """Go away with the socket, as when it is killed and its folder is emptied."""
        self._stopping.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        with suppress(FileNotFoundError):
            os.unlink(self.path)

    def _run(self, work: Callable[..., None], *values: Any) -> None:
        thread = Thread(target=work, args=values, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            with suppress(OSError):
                connection, _ = self._socket.accept()
                self._run(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self._running += 1
            self.peak = max(self.peak, self._running)
        with connection, suppress(OSError):
            if self.behave == "deaf":
                self._stopping.wait(_LONGER_THAN_ANY_DEADLINE)
                return
            with connection.makefile("rb") as lines:
                request = json.loads(lines.readline())
            with self._lock:
                self.requests.append(request)
            self._answer(connection, len(request["texts"]))
        with self._lock:
            self._running -= 1

    def _answer(self, connection: socket.socket, texts: int) -> None:
        match self.behave:
            case "answers":
                connection.sendall(answer(texts))
            case "hangs":
                self._stopping.wait(_LONGER_THAN_ANY_DEADLINE)
            case "drips":
                for byte in answer(texts):
                    if self._stopping.wait(0.05):
                        return
                    connection.sendall(bytes([byte]))
            case fault:
                connection.sendall(SENT[fault][0])
