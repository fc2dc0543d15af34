"""The built-in classifier: how soon its engine answers, what it takes, and what a ticket costs by its length."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

from tools import classifier

from bench.client import send
from bench.load_generator import Requests, Samples, measure
from bench.options import Options
from bench.table import Result
from bench.targets import at_most
from bench.triage import TEXT, TITLE
from testing.serving import serving
from triage import Question, Triage, TriageConfig

LENGTHS = (50, 400, 3_000)
CALLERS = (1, 4)
LABELS = {"category": "technical", "priority": "medium"}


def rows(options: Options) -> Iterator[Result]:
    """The engine alone, then suggestions in this process, then submissions to a server."""
    with tempfile.TemporaryDirectory(prefix="quietdesk-bench-") as name:
        folder = Path(name)
        started = time.perf_counter()
        with classifier.running(os.environ, folder) as engine:
            if engine is None:
                raise RuntimeError("the engine of the classifier cannot be started: its line above says why")
            engine.wait()
            yield Result(name="classifier, start", seconds=time.perf_counter() - started)
            # As many slots as callers: what is measured is the engine, which answers one after the other.
            config = TriageConfig(
                provider="classifier", classifier_socket=str(engine.socket), classifier_timeout=5, slots=max(CALLERS)
            )
            triage = Triage(config)
            triage.warm_up()
            for length in LENGTHS:
                for callers in CALLERS:
                    yield suggestions(triage, length, callers, seconds=options.seconds / 2)
            memory = sum(_resident(pid) for pid in _tree(engine.process.pid))
            yield Result(name="classifier, memory", mb=memory, target=at_most(300, "MB", memory))
            with serving(folder, CLASSIFIER_SOCKET=str(engine.socket)) as desk:
                for what, labels in (("with labels", LABELS), ("without labels", {})):
                    body = {"title": TITLE, "description": TEXT, **labels}
                    samples = measure(Requests(desk.url, send("POST", "/api/tickets/", body)), seconds=options.seconds)
                    yield Result.of(f"create {what}, beside the classifier", samples)


def suggestions(triage: Triage, length: int, callers: int, *, seconds: float) -> Result:
    """Suggestions for texts of that many characters; one that another source made counts as an error."""
    samples, until = Samples(), time.perf_counter() + seconds
    question = Question(title=TITLE, description=(TEXT * (1 + length // len(TEXT)))[: length - len(TITLE)])

    def ask() -> None:
        while True:
            started = time.perf_counter()
            source = triage.classify(question).source
            samples.add(time.perf_counter() - started, ok=source == "classifier")
            if time.perf_counter() > until:
                break

    threads = [Thread(target=ask) for _ in range(callers)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    samples.seconds = time.perf_counter() - started
    return Result.of(f"classifier, {length} characters, {callers} caller{'s' if callers > 1 else ''}", samples)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        yield from _tree(int(child))


def _resident(pid: int) -> float:
    """Megabytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
