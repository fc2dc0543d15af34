"""What triage costs: the keyword tier alone, our code around a model server, and everyone else while a model hangs."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.load import asking, measure
from bench.table import Row
from tests.e2e.serving import serving
from tests.wire import OllamaServer
from triage import Question, Triage, TriageConfig

TITLE = "Scanner on ward 3 is jammed"
TEXT = (
    "Since this morning the label scanner on ward 3 beeps and takes no more labels. We tried another roll and switched "
    "it off and on, without success. Two of us are writing the labels by hand, which takes far too long. Please help."
)
SECONDS = 8.0
PEOPLE = 64


def keyword_tier() -> Iterator[Row]:
    """One ordinary ticket, read by words alone, in this process."""
    triage = Triage(TriageConfig(provider="keywords"))
    question = Question(title=TITLE, description=TEXT)
    triage.keywords(question)
    for name, many in (("ordinary ticket", 1), ("twice as long", 2)):
        longer = Question(title=TITLE, description=TEXT * many)
        started = time.perf_counter()
        for _ in range(500):
            triage.keywords(longer)
        yield Row(f"keywords, {name}", p50=(time.perf_counter() - started) / 500 * 1000)


def served(folder: Path) -> Iterator[Row]:
    """Everything that needs the server and a stand-in for Ollama."""
    with OllamaServer() as model, serving(folder, OLLAMA_URL=model.url) as desk:
        _until_ready(desk.url)
        yield from _overhead(desk.url, model)
        yield from _while_the_model_hangs(desk.url, model)


def _overhead(url: str, model: OllamaServer) -> Iterator[Row]:
    body = {"model": "granite4.1:3b", "stream": False, "messages": [{"role": "user", "content": TEXT}]}
    body["options"] = {"num_ctx": model.context}
    direct = measure(model.url, lambda http: http.post("/api/chat", json=body), seconds=SECONDS / 2)
    through = measure(url, _classify, seconds=SECONDS / 2)
    yield Row.of("model server, asked directly", direct)
    yield Row.of("the same through classify", through, against=direct)


def _while_the_model_hangs(url: str, model: OllamaServer) -> Iterator[Row]:
    for _ in range(50):
        httpx.post(f"{url}/api/tickets/", json={"title": TITLE, "description": TEXT}, trust_env=False)
    asks = (("list", _list), ("create", _create))
    idle = {name: measure(url, ask, seconds=SECONDS, clients=4, pause=0.1) for name, ask in asks}
    model.behave = "silence"
    with asking(url, _classify, clients=PEOPLE, pause=2.0) as classified:
        time.sleep(3.0)
        busy = {name: measure(url, ask, seconds=SECONDS, clients=4, pause=0.1) for name, ask in asks}
        model.behave = "well"
    for name, _ in asks:
        yield Row.of(f"{name}, idle", idle[name])
        yield Row.of(f"{name}, {PEOPLE} people classify, model hangs", busy[name], against=idle[name])
    yield Row.of("their classify calls", classified)


def _until_ready(url: str) -> None:
    until = time.monotonic() + 60
    while httpx.get(f"{url}/api/triage/status/", trust_env=False).json()["sources"][0]["state"] != "ready":
        if time.monotonic() > until:
            raise RuntimeError("the stand-in for Ollama did not become ready within a minute")
        time.sleep(0.2)


def _classify(http: httpx.Client) -> httpx.Response:
    return http.post("/api/tickets/classify/", json={"title": TITLE, "description": TEXT})


def _list(http: httpx.Client) -> httpx.Response:
    return http.get("/api/tickets/")


def _create(http: httpx.Client) -> httpx.Response:
    return http.post("/api/tickets/", json={"title": TITLE, "description": TEXT})
