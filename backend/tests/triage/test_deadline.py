"""The wall-clock deadline holds where the clients' own timeouts do not, and leaks no thread or socket."""

import gc
import os
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from testing.model_servers import OllamaServer, OpenAIServer
from tests.triage.conftest import QUESTION, SHORT_TIMEOUT
from triage import Breaker, FellThrough, LocalSlots, Triage
from triage import call as call_module
from triage.call import Call, run_with_deadline
from triage.errors import Busy, DeadlineExceeded
from triage.labels import Source

pytestmark = pytest.mark.usefixtures("no_threads_left")

GENEROUS = 20.0


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("behave", ["silence", "drip_headers", "drip_body"])
def test_a_hundred_timeouts_leak_no_thread_and_no_socket(behave: str, chain: Callable[..., Triage]) -> None:
    never_opens = Breaker(threshold=1000)
    with OllamaServer(behave=behave) as server:
        triage = chain(ollama_url=server.url, ollama_timeout=0.03, breakers={"ollama": never_opens})
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
def test_after_a_timeout_the_connection_is_closed_and_the_slot_is_free(
    behave: str, chain: Callable[..., Triage]
) -> None:
    slots = LocalSlots(1, 0)
    with OllamaServer(behave=behave) as server:
        triage = chain(ollama_url=server.url, holder=slots, ollama_timeout=SHORT_TIMEOUT)
        assert triage.classify(QUESTION).fell_through == (FellThrough("ollama", "timeout"),)
        with slots.hold("ollama", until=0):
            pass
        until = time.monotonic() + GENEROUS
        while server.open_connections and time.monotonic() < until:
            time.sleep(0.02)
        assert server.open_connections == 0
        server.behave = "well"
        assert chain(ollama_url=server.url, holder=slots).classify(QUESTION).source == "ollama"


def test_the_local_model_and_the_cloud_have_timeouts_of_their_own(chain: Callable[..., Triage]) -> None:
    with OllamaServer(behave="drip_body") as local, OpenAIServer(behave="drip_headers") as cloud:
        short = {"ollama_timeout": SHORT_TIMEOUT, "openai_timeout": SHORT_TIMEOUT}
        configurations: dict[Source, dict[str, str]] = {
            "ollama": {"ollama_url": local.url},
            "openai": {"openai_key": cloud.key, "openai_base_url": cloud.base_url},
        }
        for source, configured in configurations.items():
            suggestion = chain(**configured, **short).classify(QUESTION)
            assert suggestion.source == "keywords"
            assert suggestion.fell_through == (FellThrough(source, "timeout"),)
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


def test_a_slow_dns_lookup_ends_at_the_deadline(slow_lookup: threading.Event, chain: Callable[..., Triage]) -> None:
    triage = chain(openai_key="sk-x", openai_base_url="https://cloud.invalid/v1", openai_timeout=SHORT_TIMEOUT)
    assert triage.classify(QUESTION).fell_through == (FellThrough("openai", "timeout"),)


def test_hanging_dns_lookups_hold_a_bounded_number_of_threads(
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
        # The first connection of a process also loads the certificates, which takes a while.
        triage = chain(openai_key="sk-x", openai_base_url=url, openai_timeout=4 * SHORT_TIMEOUT)
        assert triage.classify(QUESTION).fell_through == (FellThrough("openai", "timeout"),)
        stop.set()
        server.join(GENEROUS)


def test_results_and_errors_reach_the_caller() -> None:
    assert run_with_deadline(lambda _: 7, time.monotonic() + GENEROUS) == 7
    with pytest.raises(ZeroDivisionError):
        run_with_deadline(lambda _: 1 // 0, time.monotonic() + GENEROUS)


def test_a_callback_runs_in_the_caller_s_thread() -> None:
    seen: list[int] = []

    def work(call: Call) -> str:
        call.run_in_caller(lambda: seen.append(threading.get_ident()))
        return "done"

    assert run_with_deadline(work, time.monotonic() + GENEROUS) == "done"
    assert seen == [threading.get_ident()]


def test_a_callback_that_fails_ends_the_call_with_its_error() -> None:
    went_on = threading.Event()

    def callback() -> None:
        raise KeyError("no table")

    def work(call: Call) -> None:
        call.run_in_caller(callback)
        went_on.set()

    with pytest.raises(KeyError):
        run_with_deadline(work, time.monotonic() + GENEROUS)
    assert not went_on.wait(0.2)


def test_a_call_without_a_connection_does_not_block_the_caller_past_the_deadline() -> None:
    wake = threading.Event()
    with pytest.raises(DeadlineExceeded):
        run_with_deadline(lambda _: wake.wait(60), time.monotonic() + 0.05)
    wake.set()
