"""The health check of the engine's container."""

import signal
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from embedding import health, wire
from tests.embedding.engine import Engine

VECTOR = wire.answer_line(wire.Answer("print", "model", 2, bytes(8)))


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(Path(folder, "socket")))
        listener.listen()
        yield listener


@pytest.mark.parametrize(
    ("answer", "healthy"),
    [
        (VECTOR, True),
        # It has more to do than it can: to restart it would help nobody.
        (wire.answer_line("busy"), True),
        (wire.answer_line("loading"), False),
        (wire.answer_line("timeout"), False),
        (VECTOR[:-9], False),
        (b"HTTP/1.1 200 OK\r\n\r\n", False),
        (b"", False),
    ],
)
def test_what_it_answers_decides(listener: socket.socket, answer: bytes, healthy: bool) -> None:
    def serve() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                assert wire.read_request(connection.recv(65536)).texts
                connection.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    assert health.is_healthy(listener.getsockname()) is healthy


def test_one_that_does_not_answer_is_ill(listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_SECONDS", 0.2)
    assert not health.is_healthy(listener.getsockname())


def test_one_that_is_not_there_is_ill() -> None:
    assert not health.is_healthy("/nowhere/socket")


def test_the_engine_itself(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert health.is_healthy(str(engine.path))
    engine.signal_worker(signal.SIGSTOP)
    monkeypatch.setattr(health, "_SECONDS", 0.5)
    assert not health.is_healthy(str(engine.path))
