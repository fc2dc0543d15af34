"""When the local model is slow or broken: how many texts reach the cloud, over real connections. Load sends none.

Only a local model that is unreachable, missing, refused or off lets the cloud answer.
"""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from testing.model_servers import OllamaServer, OpenAIServer, refusing_url
from testing.model_servers.messages import Answer
from tests.triage.conftest import QUESTION
from tests.triage.test_breaker import Clock
from triage import Breaker, Triage
from triage.call import Call
from triage.clients.exchange import exchange
from triage.errors import Busy, DeadlineExceeded, Impact, ProviderError, Unreachable

TEXTS = 3
MODEL = "granite4.1:3b"
LISTS = ("/api/tags", "/api/ps")
BUSY = (408, 409, 425, 429, 499, 503, 504, 509, 522, 524, 529, 598, 599)
REFUSED = (400, 401, 403, 405, 422, 500, 501, 502)
# Of real servers, with status 500.
BUSY_TEXTS = (
    "timed out waiting for llama runner to start - progress 0.75 -",
    "context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
    "server busy, please try again.  maximum pending requests exceeded",
    "ResourceExhausted: Worker local total request limit reached; too many requests",
    "The model is overloaded. Please try again later.",
)


@pytest.fixture
def cloud() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


def ask(triage: Triage, *, watched: bool) -> None:
    """Ask for each text, as a desk with a watcher or as a command without one."""
    for _ in range(TEXTS):
        if watched and triage.readiness is not None:
            triage.readiness.step()
        triage.classify(QUESTION)


@pytest.fixture
def asked(cloud: OpenAIServer, chain: Callable[..., Triage]) -> Callable[..., int]:
    """How many texts reach the cloud from a desk with this local model."""

    def count(url: str, *, watched: bool = False, **wanted: Any) -> int:
        ask(chain(ollama_url=url, openai_key=cloud.key, openai_base_url=cloud.base_url, **wanted), watched=watched)
        return len(cloud.requests)

    return count


def test_a_local_model_that_answers_or_warms_up_sends_nothing(asked: Callable[..., int]) -> None:
    with OllamaServer() as server:
        assert asked(server.url) == 0
        server.loaded = None
        assert asked(server.url) == 0


@pytest.mark.parametrize("watched", [True, False])
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("status", BUSY)
def test_a_busy_list_of_models_sends_nothing(status: int, path: str, watched: bool, asked: Callable[..., int]) -> None:
    with OllamaServer() as server:
        server.instead[path] = Answer(status, {"error": "try later"})
        assert asked(server.url, watched=watched) == 0


@pytest.mark.parametrize("path", [*LISTS, "/api/show", "/api/chat"])
@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (202, {}),
        (204, {}),
        (206, {}),
        (403, {"Retry-After": "5"}),
        (500, {"retry-after": "1"}),
        (502, {"Retry-After": "9"}),
    ],
)
def test_another_time_or_no_answer_yet_sends_nothing(
    status: int, headers: dict[str, str], path: str, asked: Callable[..., int]
) -> None:
    with OllamaServer() as server:
        server.instead[path] = Answer(status, {}, headers)
        assert asked(server.url) == 0


@pytest.mark.parametrize("text", BUSY_TEXTS)
@pytest.mark.parametrize("path", [*LISTS, "/api/chat"])
def test_an_error_that_tells_of_load_sends_nothing(text: str, path: str, asked: Callable[..., int]) -> None:
    with OllamaServer() as server:
        server.instead[path] = Answer(500, {"error": text})
        assert asked(server.url) == 0


@pytest.mark.parametrize("status", BUSY)
def test_a_busy_chat_sends_nothing(status: int, asked: Callable[..., int]) -> None:
    with OllamaServer() as server:
        server.instead["/api/chat"] = Answer(status, {"error": "try later"})
        assert asked(server.url) == 0


@pytest.mark.parametrize("watched", [True, False])
@pytest.mark.parametrize("path", [*LISTS, "/api/show"])
@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[1]", b"null", b"7", b"{", b"[" * 60_000, b"\xff\xfe"],
    ids=["empty", "html", "list", "null", "number", "half", "deep", "binary"],
)
def test_a_list_that_cannot_be_read_sends_nothing(
    body: bytes, path: str, watched: bool, asked: Callable[..., int]
) -> None:
    with OllamaServer() as server:
        server.instead[path] = Answer(200, body)
        assert asked(server.url, watched=watched) == 0


@pytest.mark.parametrize("models", [None, {}, "granite4.1:3b", [MODEL], [None]], ids=repr)
def test_a_list_of_another_shape_sends_nothing(models: Any, asked: Callable[..., int]) -> None:
    with OllamaServer() as server:
        server.instead["/api/tags"] = Answer(200, {"models": models})
        assert asked(server.url) == 0


@pytest.mark.parametrize("behave", ["silence", "drip_headers", "drip_body", "huge", "html", "not_done", "prose"])
@pytest.mark.parametrize("everywhere", [True, False])
def test_a_server_that_is_slow_or_answers_nonsense_sends_nothing(
    behave: str, everywhere: bool, asked: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with OllamaServer(behave=behave) as server:
        if everywhere:
            monkeypatch.setattr(server, "is_call", lambda request: True)
            monkeypatch.setattr("tests.triage.conftest.PROBE_TIMEOUT", 0.3)
        assert asked(server.url, ollama_timeout=0.5) == 0


@contextmanager
def full_queue() -> Iterator[str]:
    """A server on loopback whose queue of connections is full: it is there, and takes no more."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        waiting = [socket.socket() for _ in range(8)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(server.getsockname())
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            for one in waiting:
                one.close()


def test_a_server_whose_queue_is_full_sends_nothing(asked: Callable[..., int]) -> None:
    with full_queue() as url:
        assert asked(url) == 0


def test_a_socket_whose_queue_is_full_sends_nothing(asked: Callable[..., int], tmp_path: Path) -> None:
    path = str(tmp_path / "o.sock")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as waiting:
        server.bind(path)
        server.listen(0)
        waiting.connect(path)
        assert asked("http://ollama.example:11434", ollama_socket=path) == 0


def test_a_connection_that_had_no_time_left_is_no_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a timeout that a wait for a slot has used up, a lost packet may take the rest."""
    elsewhere = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 11434))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: elsewhere)

    def lost(*_: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr("socket.socket.connect", lost)
    for left, error in ((0.5, DeadlineExceeded), (30.0, Unreachable)):
        with pytest.raises(error):
            exchange(Call(time.monotonic() + left), "GET", "http://gpu.example:11434/", [(b"Host", b"x")], b"")


def test_no_file_descriptor_left_is_load(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: Any) -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(socket, "socket", none_left)
    with pytest.raises(Busy):
        exchange(Call(time.monotonic() + 10), "GET", "http://127.0.0.1:11434/", [(b"Host", b"x")], b"")


@pytest.mark.parametrize("watched", [True, False])
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("status", REFUSED)
def test_a_server_that_refuses_lets_the_cloud_answer(
    status: int, path: str, watched: bool, asked: Callable[..., int]
) -> None:
    with OllamaServer() as server:
        server.instead[path] = Answer(status, {"error": "no"})
        assert asked(server.url, watched=watched) == TEXTS


def test_a_local_model_that_is_missing_unreachable_or_off_lets_the_cloud_answer(asked: Callable[..., int]) -> None:
    with OllamaServer(models=()) as server, refusing_url() as nowhere:
        assert asked(server.url) == TEXTS
        assert asked(nowhere) == 2 * TEXTS
        assert asked("") == 3 * TEXTS


# What opened the breaker, how its probe ended, and whether the cloud may answer while the next probe is out or paused.
PROBES: list[tuple[ProviderError, ProviderError, bool]] = [
    (Unreachable(), Busy(), False),
    (Unreachable(), Busy(impact=Impact.COUNT), False),
    (Busy(impact=Impact.COUNT), Busy(), False),
    (Busy(impact=Impact.COUNT), Unreachable(), True),
    (Unreachable(), Unreachable(), True),
]


@pytest.mark.parametrize(("opened", "probed", "cloud_may"), PROBES, ids=repr)
def test_what_the_last_probe_found_decides(opened: ProviderError, probed: ProviderError, cloud_may: bool) -> None:
    clock = Clock()
    breaker = Breaker(clock=clock, threshold=1, pause=30)
    for error in (opened, probed):
        with pytest.raises(type(error)), breaker.guard():
            raise error
        clock.now += 30
    assert breaker.lets_cloud_answer is cloud_may


def test_while_a_probe_is_out_nothing_is_sent() -> None:
    clock = Clock()
    breaker = Breaker(clock=clock, threshold=1, pause=30)
    with pytest.raises(Unreachable), breaker.guard():
        raise Unreachable
    clock.now += 30
    with breaker.guard(), pytest.raises(ProviderError) as caught, breaker.guard():
        pytest.fail("a second probe")
    assert not caught.value.lets_cloud_answer
