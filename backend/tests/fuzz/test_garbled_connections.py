"""Connections that are cut, slow, doubled, swapped or full of noise: nothing is lost, and every failure is told."""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from testing.error_shape import mirrors
from testing.model_servers import OllamaServer
from testing.serving import Served, migrated_database, serving_from
from tests.fuzz.garbling_proxy import MODES, Direction, GarblingProxy
from tests.tools.running_command import eventually

DIRECTIONS: list[Direction] = ["to the server", "to the client"]
# What no network does to whole messages, and noise in what is sent, would be other statements.
TO_THE_DATABASE = [
    (mode, direction)
    for mode in MODES
    for direction in DIRECTIONS
    if mode not in ("swapped", "twice", "a part twice") and (mode, direction) != ("noise", "to the server")
]
TEXT = "Größe ÄÖÜ, 印刷できません, 😀: the lift stands still between two floors."


def client(url: str, seconds: float) -> httpx.Client:
    return httpx.Client(base_url=url, trust_env=False, timeout=seconds)


def exchange(url: str, marker: str, *, seconds: float) -> list[httpx.Response]:
    """What came back of a list, a new ticket and its change; connections that failed are left out."""
    body = {"title": marker, "description": TEXT, "priority": "high", "category": "technical"}
    received = []
    for method, path, sent in (("GET", "/api/tickets/", None), ("POST", "/api/tickets/", body)):
        # A client that gets no answer, or one that is no HTTP, knows that it failed.
        with suppress(httpx.HTTPError), client(url, seconds) as http:
            received.append(http.request(method, path, json=sent, headers={"Idempotency-Key": marker}))
    return received


def assert_saved_once(url: str, marker: str) -> None:
    """The same request again, on a good connection: one ticket, with its text."""
    body = {"title": marker, "description": TEXT, "priority": "high", "category": "technical"}
    with client(url, 30) as http:
        again = http.post("/api/tickets/", json=body, headers={"Idempotency-Key": marker})
        assert again.status_code in (200, 201), again.text
        found = http.get("/api/tickets/", params={"search": marker, "text": "full"}).json()["results"]
    assert [(ticket["title"], ticket["description"]) for ticket in found] == [(marker, TEXT)]


def told(answer: httpx.Response) -> bool:
    """Whether an answer of the desk is of its own making: no trace, and an error in its shape."""
    assert "Traceback" not in answer.text
    assert answer.status_code != 500, answer.text
    return answer.status_code < 400 or answer.status_code == 503


@pytest.fixture(scope="module")
def garbled(fuzz_server: Served) -> Iterator[GarblingProxy]:
    url = urlsplit(fuzz_server.url)
    with GarblingProxy((url.hostname or "", url.port or 0)) as proxy:
        yield proxy


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("mode", MODES)
def test_between_browser_and_desk(fuzz_server: Served, garbled: GarblingProxy, mode: str, direction: Direction) -> None:
    marker = f"mark{secrets.token_hex(6)}"
    garbled.garble(mode, direction)
    for answer in exchange(f"http://127.0.0.1:{garbled.port}", marker, seconds=3):
        assert answer.status_code < 500
        if mode == "slow":
            assert answer.is_success
        if direction == "to the server" and answer.is_error and answer.headers["Content-Type"] == "application/json":
            assert mirrors(answer.json())
    assert_saved_once(fuzz_server.url, marker)


def test_between_desk_and_model(tmp_path: Path) -> None:
    question = {"title": "Scanner jammed", "description": TEXT}
    with OllamaServer() as model, GarblingProxy(("127.0.0.1", urlsplit(model.url).port or 0)) as proxy:
        settings = {"OLLAMA_URL": f"http://127.0.0.1:{proxy.port}", "OLLAMA_TIMEOUT": "2"}
        with (
            migrated_database(tmp_path, **settings) as environ,
            serving_from(environ) as served,
            client(served.url, 30) as http,
        ):

            def source() -> str:
                answer = http.post("/api/tickets/classify/", json=question)
                assert answer.status_code == 200, answer.text
                labels = answer.json()
                assert labels["suggested_category"] in ("billing", "technical", "account", "general")
                assert labels["suggested_priority"] in ("low", "medium", "high", "critical")
                return str(labels["source"])

            assert eventually(lambda: source() == "ollama")
            for mode in MODES:
                for direction in DIRECTIONS:
                    proxy.garble(mode, direction)
                    assert source() in ("ollama", "keywords"), mode
                    assert http.get("/api/triage/status/").status_code == 200
            proxy.garble("")
            assert eventually(lambda: source() == "ollama", seconds=400)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, GarblingProxy]]:
    """A desk whose database is behind the proxy."""
    with migrated_database(tmp_path_factory.mktemp("behind")) as environ:
        address = urlsplit(environ["DATABASE_URL"])
        folder = parse_qs(address.query)["host"][0]
        with GarblingProxy(f"{folder}/.s.PGSQL.5432") as proxy:
            user = address.netloc.partition("@")[0]
            through = address._replace(netloc=f"{user}@127.0.0.1:{proxy.port}", query="").geturl()
            with serving_from({**environ, "DATABASE_URL": through}) as served:
                yield served, proxy


@pytest.mark.parametrize(("mode", "direction"), TO_THE_DATABASE)
def test_between_desk_and_database(behind: tuple[Served, GarblingProxy], mode: str, direction: Direction) -> None:
    served, proxy = behind
    marker = f"mark{secrets.token_hex(6)}"
    proxy.garble(mode, direction)
    for answer in exchange(served.url, marker, seconds=4):
        assert told(answer), (answer.status_code, answer.text)
    proxy.garble("")
    with client(served.url, 30) as http:
        assert eventually(lambda: http.get("/readyz").status_code == 200)
        assert eventually(lambda: http.get("/api/tickets/").status_code == 200)
    assert_saved_once(served.url, marker)
