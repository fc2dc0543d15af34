"""Fixtures of the triage tests: one question, and chains whose servers are stand-ins on loopback."""

import time
from collections.abc import Callable, Iterator
from importlib import import_module
from threading import Thread
from threading import enumerate as threads
from typing import Any

import pytest

from triage import Question, Triage, TriageConfig
from triage.labels import Source
from triage.readiness import Readiness
from triage.types import Labels

# Imported here, so that no test's short timeout has to cover the first import of a vendor's client library.
for vendor in ("ollama", "openai"):
    import_module(f"triage.clients.{vendor}")

# Every question of these tests contains this word, and no log may.
MARKER = "quokka7341"
QUESTION = Question(title=f"Scanner {MARKER}", description=f"The scanner on ward 3 is jammed. {MARKER}")

# Seconds: for tests that expect an answer, on a busy machine; and for those that wait for a timeout.
LONG_TIMEOUT = 30.0
SHORT_TIMEOUT = 0.5
# Probes must not time out on a busy machine.
PROBE_TIMEOUT = 10.0


class Keywords:
    """A keyword tier whose answer no other source gives."""

    source: Source = "keywords"
    model: str | None = None

    def classify(self, question: Question, deadline: float) -> Labels:
        return Labels("general", "low", reasons=("words",))


@pytest.fixture
def chain() -> Callable[..., Triage]:
    """Makes a chain: fields of TriageConfig configure it, `holder` is Triage's slots, the rest goes to Triage."""

    def make(**wanted: Any) -> Triage:
        fields = {name: wanted.pop(name) for name in list(wanted) if name in TriageConfig.__dataclass_fields__}
        settings = {"ollama_timeout": LONG_TIMEOUT, "openai_timeout": LONG_TIMEOUT, **fields}
        providers = {"keywords": Keywords(), **wanted.pop("providers", {})}
        triage = Triage(TriageConfig(**settings), providers=providers, slots=wanted.pop("holder", None), **wanted)
        if isinstance(triage.readiness, Readiness):
            triage.readiness._probe_timeout = PROBE_TIMEOUT
        return triage

    return make


@pytest.fixture
def no_threads_left() -> Iterator[None]:
    """Fails when a thread of the test's calls is still running a while after."""
    before = set(threads())
    yield
    assert not leftover(before), leftover(before)


def leftover(before: set[Thread], timeout: float = 15.0) -> list[Thread]:
    """The triage threads that do not end."""
    until = time.monotonic() + timeout
    while True:
        left = [thread for thread in threads() if thread not in before and thread.name == "triage-call"]
        if not left or time.monotonic() > until:
            return left
        time.sleep(0.02)
