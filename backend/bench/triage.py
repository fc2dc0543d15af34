"""What triage costs: the keyword tier alone, our code around a model server, and everyone else while a model hangs."""

import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.client import Client, get, send
from bench.interleaved import side_by_side
from bench.load_generator import Requests, asking, measure
from bench.options import Options
from bench.table import Row
from testing.model_servers import OllamaServer
from testing.serving import serving
from triage import Question, Triage, TriageConfig

TITLE = "Scanner on ward 3 is jammed"
TEXT = (
    "Since this morning the label scanner on ward 3 beeps and takes no more labels. We tried another roll and switched "
    "it off and on, without success. Two of us are writing the labels by hand, which takes far too long. Please help."
)
BODY = {"title": TITLE, "description": TEXT}
CLASSIFY, CREATE = send("POST", "/api/tickets/classify/", BODY), send("POST", "/api/tickets/", BODY)
PEOPLE = 64


def rows(options: Options) -> Iterator[Row]:
    """The keyword tier first, then what needs a server."""
    yield from keyword_tier()
    with tempfile.TemporaryDirectory(prefix="quietdesk-bench-") as folder:
        yield from served(Path(folder), seconds=options.seconds * 2)


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
        yield Row(name=f"keywords, {name}", p50=(time.perf_counter() - started) / 500 * 1000)


def served(folder: Path, *, seconds: float) -> Iterator[Row]:
    """Everything that needs the server and a stand-in for Ollama."""
    with OllamaServer() as model, serving(folder, OLLAMA_URL=model.url) as desk:
        until_ready(desk.url)
        yield from _overhead(desk.url, model, seconds=seconds / 2)
        with Client(desk.url) as client:
            for _ in range(50):
                client.ask(CREATE)
        asks = {"list": get("/api/tickets/"), "create": CREATE}
        yield from while_the_model_hangs(desk.url, model, asks, seconds=seconds)


def _overhead(url: str, model: OllamaServer, *, seconds: float) -> Iterator[Row]:
    body = {"model": "granite4.1:3b", "stream": False, "messages": [{"role": "user", "content": TEXT}]}
    asked = {
        "direct": Requests(model.url, send("POST", "/api/chat", body | {"options": {"num_ctx": model.context}})),
        "through": Requests(url, CLASSIFY),
    }
    seen = side_by_side(asked, seconds=seconds)
    yield Row.of("model server, asked directly", seen["direct"])
    yield Row.of("the same through classify", seen["through"], against=seen["direct"])


def while_the_model_hangs(url: str, model: OllamaServer, asks: Mapping[str, bytes], *, seconds: float) -> Iterator[Row]:
    """Everyone else, idle and while 64 people classify and the model says nothing."""
    questions = {name: Requests(url, ask) for name, ask in asks.items()}
    idle = {name: measure(ask, seconds=seconds, clients=4, pause=0.1) for name, ask in questions.items()}
    model.behave = "silence"
    with asking(Requests(url, CLASSIFY), clients=PEOPLE, pause=2.0) as classified:
        time.sleep(min(seconds, 3.0))
        busy = {name: measure(ask, seconds=seconds, clients=4, pause=0.1) for name, ask in questions.items()}
        model.behave = "well"
    for name in questions:
        yield Row.of(f"{name}, idle", idle[name])
        yield Row.of(f"{name}, {PEOPLE} people classify, model hangs", busy[name], against=idle[name])
    yield Row.of("their classify calls", classified)


def until_ready(url: str) -> None:
    """Wait for the watcher to find the stand-in for Ollama. Raises RuntimeError after a minute."""
    until = time.monotonic() + 60
    with Client(url) as client:
        while client.ask(get("/api/triage/status/")).json()["sources"][0]["state"] != "ready":
            if time.monotonic() > until:
                raise RuntimeError("the stand-in for Ollama did not become ready within a minute")
            time.sleep(0.2)
