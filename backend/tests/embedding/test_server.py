"""The engine's process: it may be killed, hang, be flooded and be asked nonsense, and answers again."""

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embedding import wire
from embedding.encoder import Encoder
from tests.embedding.engine import PATIENCE, Engine, ended, raw
from triage.errors import ProviderError


def test_its_vectors_are_those_of_the_encoder(engine: Engine, encoder: Encoder) -> None:
    texts = ["The printer is out of paper.", "請求書が間違っています", "\ud800 odd"]
    answer = engine.embed(*texts)
    assert answer.fingerprint == encoder.fingerprint
    assert np.allclose(answer.vectors, encoder.embed(texts), atol=1e-4)


def test_only_owner_and_group_may_ask(engine: Engine) -> None:
    assert stat.S_IMODE(engine.path.stat().st_mode) == 0o660


def test_the_workers_malloc_gives_large_matrices_back(engine: Engine) -> None:
    assert b"MALLOC_MMAP_THRESHOLD_=1048576" in Path(f"/proc/{engine.worker()}/environ").read_bytes().split(b"\0")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_worker_that_died_is_replaced(engine: Engine, number: signal.Signals) -> None:
    first = engine.signal_worker(number)
    engine.wait_for("starting another")
    assert len(engine.embed("hello").vectors) == 1
    assert engine.worker() != first


def test_a_worker_that_hangs_is_replaced(engine: Engine) -> None:
    first = engine.signal_worker(signal.SIGSTOP)
    with pytest.raises(ProviderError):
        engine.embed("hello", seconds=0.2)
    engine.wait_for("hangs")
    assert len(engine.embed("hello").vectors) == 1
    assert ended(first)


def test_callers_of_a_killed_worker_get_an_answer_or_a_reason(engine: Engine) -> None:
    outcomes: list[str] = []

    def ask() -> None:
        until = time.monotonic() + 4
        while time.monotonic() < until:
            try:
                engine.embed("the nurse call is dead " * 20, seconds=3)
                outcomes.append("answer")
            except ProviderError as error:
                outcomes.append(error.reason)
                time.sleep(0.02)

    with ThreadPoolExecutor(4) as pool:
        callers = [pool.submit(ask) for _ in range(4)]
        for _ in range(3):
            time.sleep(0.7)
            engine.signal_worker(signal.SIGKILL)
        for caller in callers:
            caller.result()
    assert outcomes.count("answer") > 3
    assert set(outcomes) <= {"answer", "unreachable", "timeout", "warming", "busy", "bad_answer"}
    assert len(engine.embed("hello").vectors) == 1


@pytest.mark.parametrize(
    "sent",
    [b"", b"\n", b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\0", b'{"texts": []}\n', b"x" * (wire.REQUEST_BYTES + 9)],
    ids=["nothing", "blank", "http", "tls", "none", "huge"],
)
def test_nonsense_is_answered_and_forgotten(engine: Engine, sent: bytes) -> None:
    assert raw(engine.path, sent) in (wire.answer_line("invalid"), b"")
    assert len(engine.embed("hello").vectors) == 1


def test_idle_connections_keep_nobody_out(engine: Engine) -> None:
    idle = [socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) for _ in range(60)]
    try:
        for one in idle:
            one.setblocking(False)
            one.connect_ex(str(engine.path))
        until = time.monotonic() + 30
        while True:
            try:
                assert len(engine.embed("hello").vectors) == 1
                break
            except ProviderError:
                assert time.monotonic() < until
                time.sleep(0.2)
    finally:
        for one in idle:
            one.close()


def test_a_caller_whose_time_is_over_is_not_computed_for(engine: Engine) -> None:
    line = wire.request_line(["a long story " * 2000] * wire.MAX_TEXTS, 0.2)
    assert raw(engine.path, line) == wire.answer_line("timeout")


def test_while_one_is_served_others_wait_for_their_turn(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda index: engine.embed(f"ticket {index} " * 40), range(24)))
    assert len({answer.vectors.tobytes() for answer in answers}) == 24


def test_it_ends_when_it_is_told_to_and_takes_its_socket_along(engine: Engine) -> None:
    worker = engine.worker()
    engine.process.terminate()
    assert engine.process.wait(timeout=30) == 0
    assert ended(worker)
    assert not engine.path.exists()


def test_a_killed_supervisor_takes_its_worker_along(start_engine: Callable[..., Engine]) -> None:
    engine = start_engine()
    worker = engine.worker()
    engine.process.kill()
    assert ended(worker)
    # The socket that it left is replaced.
    assert len(start_engine().embed("hello").vectors) == 1


def test_it_ends_with_its_parent(weights_path: Path) -> None:
    path = Path("/tmp", f"engine-{os.getpid()}.sock")  # noqa: S108 (short enough for a socket)
    program = (
        "import subprocess, sys, time\n"
        f"one = subprocess.Popen([sys.executable, '-m', 'embedding.server', '--socket', {str(path)!r}, '--weights', "
        f"{str(weights_path)!r}])\nprint(one.pid, flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as parent:
        assert parent.stdout
        supervisor = int(parent.stdout.readline())
        until = time.monotonic() + PATIENCE
        while not path.exists() and time.monotonic() < until:
            time.sleep(0.05)
        parent.kill()
    assert ended(supervisor)
    assert not path.exists()


def test_a_living_engine_keeps_its_socket(engine: Engine, weights_path: Path) -> None:
    command = [sys.executable, "-m", "embedding.server", "--socket", str(engine.path), "--weights", str(weights_path)]
    second = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert "cannot listen" in second.stderr
    assert len(engine.embed("hello").vectors) == 1


@pytest.mark.parametrize("content", [None, b"", b"half a file"])
def test_weights_that_cannot_be_read_end_it_with_a_reason(
    start_engine: Callable[..., Engine], tmp_path: Path, content: bytes | None
) -> None:
    weights = tmp_path / "weights.bin"
    if content is not None:
        weights.write_bytes(content)
    engine = start_engine(weights, ready=False)
    assert "weights.bin" in engine.wait_for("cannot load")
    assert engine.process.wait(timeout=30) == 1


def test_a_path_that_no_socket_can_have_is_named(start_engine: Callable[..., Engine], weights_path: Path) -> None:
    path = "/tmp/" + "x" * 200  # noqa: S108
    command = [sys.executable, "-m", "embedding.server", "--socket", path, "--weights", str(weights_path)]
    ran = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert (ran.returncode, "cannot listen" in ran.stderr) == (1, True)


def test_its_log_holds_no_text(start_engine: Callable[..., Engine]) -> None:
    engine = start_engine()
    lines: list[str] = []
    assert engine.process.stderr
    reader = threading.Thread(target=lambda: lines.extend(engine.process.stderr or ()))
    reader.start()
    engine.embed("Marker-Zebra")
    raw(engine.path, b'{"texts": ["Marker-Zebra"]\n')
    killed = engine.signal_worker(signal.SIGKILL)
    assert ended(killed)  # a connection that it had taken would be reset
    engine.embed("Marker-Zebra")
    engine.process.terminate()
    engine.process.wait()
    reader.join()
    assert "Marker-Zebra" not in "".join(lines)
