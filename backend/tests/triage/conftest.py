"""What the tests of triage share: a small world of one question, and chains that reach stand-ins on loopback."""

import time
from collections.abc import Callable, Iterator
from threading import Thread
from threading import enumerate as threads
from typing import Any

import pytest

# So that no test's short deadline pays for the first import of a vendor's client.
import triage.clients.ollama
import triage.clients.openai  # noqa: F401
from triage import Question, Triage, TriageConfig
from triage.labels import Source
from triage.readiness import Readiness
from triage.types import Labels

# Whatever is asked in these tests carries this word, and no log may.
MARKER = "quokka7341"
QUESTION = Question(title=f"Scanner {MARKER}", description=f"The scanner on ward 3 is jammed. {MARKER}")

# For tests that expect an answer, on a loaded two-core machine; and for those that wait for a deadline to pass.
PATIENT = 30.0
OVERDUE = 0.5


class Words:
    """A keyword tier whose answer cannot be mistaken for another source's."""

    source: Source = "keywords"
    model: str | None = None

    def classify(self, question: Question, deadline: float) -> Labels:
        return Labels("general", "low", reasons=("words",))


@pytest.fixture
def chain() -> Callable[..., Triage]:
    """Makes a chain; `holder` goes to Triage as slots, what TriageConfig knows configures it, the rest to Triage."""

    def make(**wanted: Any) -> Triage:
        fields = {name: wanted.pop(name) for name in list(wanted) if name in TriageConfig.__dataclass_fields__}
        settings = {"ollama_timeout": PATIENT, "openai_timeout": PATIENT, **fields}
        providers = {"keywords": Words(), **wanted.pop("providers", {})}
        triage = Triage(TriageConfig(**settings), providers=providers, slots=wanted.pop("holder", None), **wanted)
        if isinstance(triage.readiness, Readiness):
            # Looks share a machine with everything else that is being tested.
            triage.readiness._probe_timeout = 10.0
        return triage

    return make


@pytest.fixture
def no_threads_left() -> Iterator[None]:
    """Fails when a thread that the test's calls started is still there a while after."""
    before = set(threads())
    yield
    assert not leftover(before), leftover(before)


def leftover(before: set[Thread], patience: float = 15.0) -> list[Thread]:
    """The triage threads that do not end."""
    until = time.monotonic() + patience
    while True:
        left = [thread for thread in threads() if thread not in before and thread.name == "triage-call"]
        if not left or time.monotonic() > until:
            return left
        time.sleep(0.02)
