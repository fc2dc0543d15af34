"""The cost of triage: keywords, redaction, our overhead around a model server, other requests while a model hangs."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from bench.client import Client, get, send
from bench.interleaved import measure_interleaved
from bench.load_generator import Requests, measure, under_load
from bench.options import Options
from bench.table import Result
from testing.model_servers import OllamaServer
from testing.serving import serving
from triage import Question, Triage, TriageConfig
from triage.redact import redact

TITLE = "Scanner on ward 3 is jammed"
TEXT = (
    "Since this morning the label scanner on ward 3 beeps and takes no more labels. We tried another roll and switched "
    "it off and on, without success. Two of us are writing the labels by hand, which takes far too long. Please help."
)
BODY = {"title": TITLE, "description": TEXT}
CLASSIFY, CREATE = send("POST", "/api/tickets/classify/", BODY), send("POST", "/api/tickets/", BODY)
USERS = 64


def rows(options: Options) -> Iterator[Result]:
    """The keyword tier and redaction first, then the measurements with a server."""
    yield from keyword_tier()
    yield from redaction()
    with tempfile.TemporaryDirectory(prefix="quietdesk-bench-") as folder:
        yield from served(Path(folder), seconds=options.seconds * 2)


def keyword_tier() -> Iterator[Result]:
    """The keyword tier on one ordinary ticket, in this process."""
    triage = Triage(TriageConfig(provider="keywords"))
    question = Question(title=TITLE, description=TEXT)
    triage.keywords(question)
    for name, many in (("ordinary ticket", 1), ("twice as long", 2)):
        longer = Question(title=TITLE, description=TEXT * many)
        started = time.perf_counter()
        for _ in range(500):
            triage.keywords(longer)
        yield Result(name=f"keywords, {name}", p50=(time.perf_counter() - started) / 500 * 1000)


def redaction() -> Iterator[Result]:
    """Redaction before the cloud, in this process, against the keyword tier on the ordinary ticket.

    The longest text is what a call leaves of one of 50,000 characters. Its digits run through every pattern of numbers.
    """
    triage = Triage(TriageConfig(provider="keywords"))
    question = Question(title=TITLE, description=TEXT)
    keywords = _milliseconds(partial(triage.keywords, question))
    regions = TriageConfig().phone_regions
    for name, text in (("ordinary ticket", TEXT), ("longest ticket, all digits", "12 34 56 " * 1_820)):
        redact(text, regions)  # the first call loads the libraries
        took = _milliseconds(partial(redact, text, regions))
        yield Result(name=f"redaction, {name}", p50=took, x_p50=took / keywords)


def _milliseconds(call: Callable[[], object], *, seconds: float = 0.5) -> float:
    """The mean time of a call, over about the seconds and at least ten calls."""
    started = time.perf_counter()
    calls = 0
    while calls < 10 or time.perf_counter() - started < seconds:
        call()
        calls += 1
    return (time.perf_counter() - started) / calls * 1000


def served(folder: Path, *, seconds: float) -> Iterator[Result]:
    """The measurements with a server and a stand-in for Ollama."""
    with OllamaServer() as model, serving(folder, OLLAMA_URL=model.url) as desk:
        until_ready(desk.url)
        yield from _overhead(desk.url, model, seconds=seconds / 2)
        with Client(desk.url) as client:
            for _ in range(50):
                client.request(CREATE)
        requests = {"list": get("/api/tickets/"), "create": CREATE}
        yield from while_the_model_hangs(desk.url, model, requests, seconds=seconds)


def _overhead(url: str, model: OllamaServer, *, seconds: float) -> Iterator[Result]:
    body = {"model": "granite4.1:3b", "stream": False, "messages": [{"role": "user", "content": TEXT}]}
    requests = {
        "direct": Requests(model.url, send("POST", "/api/chat", body | {"options": {"num_ctx": model.context}})),
        "through": Requests(url, CLASSIFY),
    }
    samples = measure_interleaved(requests, seconds=seconds)
    yield Result.of("model server, called directly", samples["direct"])
    yield Result.of("the same through classify", samples["through"], against=samples["direct"])


def while_the_model_hangs(
    url: str, model: OllamaServer, requests: Mapping[str, bytes], *, seconds: float
) -> Iterator[Result]:
    """Other requests, idle and while 64 users classify and the model hangs."""
    workload = {name: Requests(url, request) for name, request in requests.items()}
    idle = {name: measure(request, seconds=seconds, clients=4, pause=0.1) for name, request in workload.items()}
    model.behave = "silence"
    with under_load(Requests(url, CLASSIFY), clients=USERS, pause=2.0) as classified:
        time.sleep(min(seconds, 3.0))
        busy = {name: measure(request, seconds=seconds, clients=4, pause=0.1) for name, request in workload.items()}
        model.behave = "well"
    for name in workload:
        yield Result.of(f"{name}, idle", idle[name])
        yield Result.of(f"{name}, {USERS} users classify, model hangs", busy[name], against=idle[name])
    yield Result.of("their classify calls", classified)


def until_ready(url: str) -> None:
    """Wait until the watcher reports the stand-in as ready. Raises RuntimeError after a minute."""
    deadline = time.monotonic() + 60
    with Client(url) as client:
        while client.request(get("/api/triage/status/")).json()["sources"][0]["state"] != "ready":
            if time.monotonic() > deadline:
                raise RuntimeError("the stand-in for Ollama did not become ready within a minute")
            time.sleep(0.2)
