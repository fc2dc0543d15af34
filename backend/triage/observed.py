"""A provider whose state is known: what its last answer showed, or a probe where there was none lately."""

import time
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Final, Literal

from triage.errors import Busy, DeadlineExceeded, ModelMissing, Off, ProviderError, RemoteModel, Warming
from triage.labels import Source
from triage.providers.base import Provider
from triage.providers.classifier import ClassifierProvider
from triage.types import Labels, Question

State = Literal["ready", "warming", "model_missing", "remote", "unreachable", "off"]

# In seconds. How long an answer tells the state, a good one and a failure, and how long a probe may take.
KNOWN_READY: Final = 10.0
KNOWN_FAILED: Final = 1.0
PROBE_TIMEOUT: Final = 0.5
# Timeouts in a row, from this one on it does not count as slow but as gone.
SLOW_NOT_GONE: Final = 3

_PROBE: Final = Question(title="Printer", description="The printer on the second floor does not print.")


class Observed:
    """A Provider around another that remembers how its last call ended. Thread-safe."""

    def __init__(
        self,
        provider: Provider,
        *,
        clock: Callable[[], float] = time.monotonic,
        probe_timeout: float = PROBE_TIMEOUT,
    ) -> None:
        self._provider = provider
        self._clock = clock
        self._probe_timeout = probe_timeout
        self._probing = Lock()
        self._last: State | None = None
        self._known_until = 0.0
        # In a row.
        self._timeouts = 0

    @property
    def source(self) -> Source:
        """That of the provider."""
        return self._provider.source

    @property
    def model(self) -> str | None:
        """That of the provider."""
        return self._provider.model

    @property
    def last(self) -> State:
        """The last known state; without a call so far it counts as warming."""
        return self._last or "warming"

    @property
    def state(self) -> State:
        """The state now. While one caller probes, the others get the last known one."""
        if (self._last is None or self._clock() >= self._known_until) and self._probing.acquire(blocking=False):
            try:
                with suppress(ProviderError):
                    self.classify(_PROBE, time.monotonic() + self._probe_timeout)
            finally:
                self._probing.release()
        return self.last

    def load(self) -> None:
        """Load what the provider's first answer would wait for."""
        if isinstance(self._provider, ClassifierProvider):
            self._provider.load()

    def classify(self, question: Question, deadline: float) -> Labels:
        """As the provider does."""
        try:
            labels = self._provider.classify(question, deadline)
        except ProviderError as error:
            self._timeouts = self._timeouts + 1 if isinstance(error, DeadlineExceeded) else 0
            self._note(self._state_after(error))
            raise
        self._timeouts = 0
        self._note("ready")
        return labels

    def _note(self, state: State) -> None:
        self._last = state
        self._known_until = self._clock() + (KNOWN_READY if state == "ready" else KNOWN_FAILED)

    def _state_after(self, error: ProviderError) -> State:
        match error:
            case Busy() if self._last == "ready":
                return "ready"
            case DeadlineExceeded() if self._last == "ready" and self._timeouts < SLOW_NOT_GONE:
                return "ready"
            case Warming() | Busy():
                return "warming"
            case ModelMissing():
                return "model_missing"
            case RemoteModel():
                return "remote"
            case Off():
                return "off"
            case _:
                return "unreachable"
