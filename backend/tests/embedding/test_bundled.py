"""Asking the engine: every way in which it can fail has its reason, within the deadline."""

import json
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from embedding import wire
from triage.embedders.bundled import Bundled
from triage.errors import BadAnswer, Busy, DeadlineExceeded, ProviderError, Unreachable, Warming

UNIT = b"\0\0\x80\x3f" + b"\0\0\0\0"  # 1.0 and 0.0
GOOD = wire.answer_line(wire.Answer("print", "model", 2, UNIT))


@pytest.fixture
def answering() -> Iterator[Callable[..., Bundled]]:
    """A listener that sends the given parts, a pause after each, and closes."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        path = str(Path(folder, "sock"))
        listener.bind(path)
        listener.listen()

        def start(*parts: bytes, pause: float = 0.0, reads: bool = True) -> Bundled:
            def serve() -> None:
                with suppress(OSError):
                    connection, _ = listener.accept()
                    with connection:
                        while reads and not connection.recv(65536).endswith(b"\n"):
                            pass
                        for part in parts:
                            connection.sendall(part)
                            time.sleep(pause)

            threading.Thread(target=serve, daemon=True).start()
            return Bundled(path)

        yield start


def soon() -> float:
    return time.monotonic() + 20


def test_a_whole_answer_is_taken(answering: Callable[..., Bundled]) -> None:
    answer = answering(GOOD[:10], GOOD[10:]).embed(["a"], soon())
    assert (answer.fingerprint, answer.vectors.tolist()) == ("print", [[1.0, 0.0]])


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ([], Unreachable),
        ([GOOD[:20]], BadAnswer),
        ([b"\0" * 100 + b"\n"], BadAnswer),
        ([b"HTTP/1.1 200 OK\r\n"], BadAnswer),
        ([b"x" * (wire.ANSWER_BYTES + 10)], BadAnswer),
        ([wire.answer_line(wire.Answer("print", "model", 2, UNIT * 2))], BadAnswer),
        ([wire.answer_line(wire.Answer("print", "model", 2, b"\0" * 8))], BadAnswer),
        ([wire.answer_line(wire.Answer("print", "model", 2, b"\0\0\xc0\x7f" * 2))], BadAnswer),
        ([wire.answer_line(wire.Answer("print", "model", 2, b"\0\0\x80\x7f" * 2))], BadAnswer),
        ([json.dumps({"fingerprint": "x"}).encode() + b"\n"], BadAnswer),
        ([wire.answer_line("busy")], Busy),
        ([wire.answer_line("loading")], Warming),
        ([wire.answer_line("timeout")], DeadlineExceeded),
        ([wire.answer_line("invalid")], BadAnswer),
    ],
    ids=[
        "closed", "half", "zeros", "http", "endless", "two", "zero", "nan", "infinite", "parts", "busy", "loading",
        "timeout", "invalid",
    ],
)  # fmt: skip
def test_every_other_answer_has_its_reason(
    answering: Callable[..., Bundled], parts: list[bytes], error: type[ProviderError]
) -> None:
    with pytest.raises(error):
        answering(*parts).embed(["a"], soon())


def test_no_socket_and_one_without_a_listener_are_unreachable(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        Bundled(str(tmp_path / "none")).embed(["a"], soon())
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(Path(folder, "dead")))
        with pytest.raises(Unreachable):
            Bundled(str(Path(folder, "dead"))).embed(["a"], soon())


def test_a_silent_engine_and_one_that_trickles_end_at_the_deadline(answering: Callable[..., Bundled]) -> None:
    for parts in ([], [GOOD[index : index + 1] for index in range(len(GOOD))]):
        engine = answering(*parts, pause=0.05) if parts else answering(b"", pause=30)
        started = time.monotonic()
        with pytest.raises(DeadlineExceeded):
            engine.embed(["a"], started + 0.3)
        assert time.monotonic() - started < 15


def test_an_engine_that_reads_nothing_ends_at_the_deadline(answering: Callable[..., Bundled]) -> None:
    with pytest.raises(DeadlineExceeded):
        answering(b"", pause=30, reads=False).embed(["x" * 5000] * 30, time.monotonic() + 0.3)


def test_a_deadline_that_is_over_asks_nobody(tmp_path: Path) -> None:
    with pytest.raises(DeadlineExceeded):
        Bundled(str(tmp_path / "none")).embed(["a"], time.monotonic() - 1)


def test_of_a_long_text_both_ends_are_sent() -> None:
    from triage.embedders.bundled import _cut

    cut = _cut("a" * 40_000 + "z" * 10_000)
    assert len(cut) < 10_000
    assert cut.startswith("a")
    assert cut.endswith("z")
