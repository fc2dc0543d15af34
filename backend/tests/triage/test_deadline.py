"""The wall-clock deadline holds against everything the clients' own timeouts let through, and leaves nothing behind."""

import gc
import os
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from testing.model_servers import OllamaServer, OpenAIServer
from tests.triage.conftest import OVERDUE, QUESTION
from triage import Breaker, FellThrough, LocalSlots, Triage
from triage import call as call_module
from triage.call import Call, run_with_deadline
from triage.errors import Busy, DeadlineExceeded

pytestmark = pytest.mark.usefixtures("no_threads_left")

GENEROUS = 20.0


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("behave", ["silence", "drip_headers", "drip_body"])
def test_a_hundred_overdue_calls_leave_no_thread_and_no_socket(behave: str, chain: Callable[..., Triage]) -> None:
    patient = Breaker(threshold=1000)
    with OllamaServer(behave=behave) as server:
        triage = chain(ollama_url=server.url, ollama_timeout=0.03, breakers={"ollama": patient})
        assert triage.classify(QUESTION).fell_through == (FellThrough("ollama", "timeout"),)
        threads, files = threading.active_count(), open_files()
        for _ in range(100):
            assert triage.classify(QUESTION).source == "keywords"
        until = time.monotonic() + GENEROUS
        while (threading.active_count() > threads or open_files() > files) and time.monotonic() < until:
            time.sleep(0.02)
        assert threading.active_count() <= threads
        assert open_files() <= files
    gc.collect()  # an unclosed socket would be told now, as an error


@pytest.mark.parametrize("behave", ["silence", "drip_headers", "drip_body"])
def test_the_server_sees_the_connection_end_and_the_slot_is_free(behave: str, chain: Callable[..., Triage]) -> None:
    slots = LocalSlots(1, 0)
    with OllamaServer(behave=behave) as server:
        triage = chain(ollama_url=server.url, holder=slots, ollama_timeout=OVERDUE)
        assert triage.classify(QUESTION).fell_through == (FellThrough("ollama", "timeout"),)
        with slots.hold("ollama", until=0):
            pass
        until = time.monotonic() + GENEROUS
        while server.open_connections and time.monotonic() < until:
            time.sleep(0.02)
        assert server.open_connections == 0
        server.behave = "well"
        assert chain(ollama_url=server.url, holder=slots).classify(QUESTION).source == "ollama"


def test_the_local_model_and_the_cloud_each_have_their_own_time(chain: Callable[..., Triage]) -> None:
    with OllamaServer(behave="drip_body") as local, OpenAIServer(behave="drip_headers") as cloud:
        short = {"ollama_timeout": OVERDUE, "openai_timeout": OVERDUE}
        triage = chain(ollama_url=local.url, openai_key=cloud.key, openai_base_url=cloud.base_url, **short)
        suggestion = triage.classify(QUESTION)
    assert suggestion.source == "keywords"
    assert suggestion.fell_through == (FellThrough("ollama", "timeout"), FellThrough("openai", "timeout"))
    assert suggestion.elapsed_ms < GENEROUS * 1000


@pytest.fixture
def slow_lookup(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A resolver that answers only when told to."""
    answer = threading.Event()

    def getaddrinfo(*_: Any, **__: Any) -> Any:
        answer.wait(60)
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield answer
    answer.set()


def test_a_slow_name_lookup_ends_at_the_deadline(slow_lookup: threading.Event, chain: Callable[..., Triage]) -> None:
    triage = chain(openai_key="sk-x", openai_base_url="http://cloud.invalid/v1", openai_timeout=OVERDUE)
    assert triage.classify(QUESTION).fell_through == (FellThrough("openai", "timeout"),)


def test_stuck_lookups_hold_a_bounded_number_of_threads(
    slow_lookup: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_module, "_threads", threading.BoundedSemaphore(3))
    for _ in range(3):
        with pytest.raises(DeadlineExceeded):
            run_with_deadline(lambda _: socket.getaddrinfo("cloud.invalid", 443), time.monotonic() + 0.05)
    with pytest.raises(Busy):
        run_with_deadline(lambda _: None, time.monotonic() + GENEROUS)
    slow_lookup.set()
    until = time.monotonic() + GENEROUS
    while time.monotonic() < until:
        try:
            run_with_deadline(lambda _: None, time.monotonic() + GENEROUS)
            break
        except Busy:
            time.sleep(0.02)
    else:
        pytest.fail("the threads did not come back")


def test_a_connection_that_waits_without_a_timeout_is_shut_at_the_deadline() -> None:
    ours, theirs = socket.socketpair()
    ended = threading.Event()

    def work(call: Call) -> None:
        call.track(ours)
        ours.recv(1)
        ended.set()

    with ours, theirs:
        with pytest.raises(DeadlineExceeded):
            run_with_deadline(work, time.monotonic() + 0.05)
        assert ended.wait(GENEROUS)


@pytest.mark.parametrize("greeting", [b"", b"\x16\x03\x03\x40\x00" + b"\x00" * 5000], ids=["silent", "dripped"])
def test_a_tls_handshake_ends_at_the_deadline(greeting: bytes, chain: Callable[..., Triage]) -> None:
    stop = threading.Event()

    def serve(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            for byte in greeting:
                if stop.wait(0.02):
                    return
                connection.send(bytes([byte]))
            stop.wait(60)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(GENEROUS)
        server = threading.Thread(target=serve, args=(listening,), daemon=True)
        server.start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}/v1"
        # The first connection of a process reads the certificates; that takes a while of its own.
        triage = chain(openai_key="sk-x", openai_base_url=url, openai_timeout=4 * OVERDUE)
        assert triage.classify(QUESTION).fell_through == (FellThrough("openai", "timeout"),)
        stop.set()
        server.join(GENEROUS)


def test_what_the_work_returns_and_raises_reaches_the_caller() -> None:
    assert run_with_deadline(lambda _: 7, time.monotonic() + GENEROUS) == 7
    with pytest.raises(ZeroDivisionError):
        run_with_deadline(lambda _: 1 // 0, time.monotonic() + GENEROUS)


def test_an_errand_runs_in_the_thread_of_the_caller() -> None:
    seen: list[int] = []

    def work(call: Call) -> str:
        call.run_in_caller(lambda: seen.append(threading.get_ident()))
        return "done"

    assert run_with_deadline(work, time.monotonic() + GENEROUS) == "done"
    assert seen == [threading.get_ident()]


def test_an_errand_that_fails_ends_the_call_with_its_error() -> None:
    went_on = threading.Event()

    def callback() -> None:
        raise KeyError("no table")

    def work(call: Call) -> None:
        call.run_in_caller(callback)
        went_on.set()

    with pytest.raises(KeyError):
        run_with_deadline(work, time.monotonic() + GENEROUS)
    assert not went_on.wait(0.2)


def test_a_client_that_sleeps_on_its_own_does_not_hold_the_caller() -> None:
    wake = threading.Event()
    with pytest.raises(DeadlineExceeded):
        run_with_deadline(lambda _: wake.wait(60), time.monotonic() + 0.05)
    wake.set()
