"""Whether the local model can answer, found out by a watcher thread instead of by requests.

Loading a model takes longer than any request may last, and a client that disconnects aborts the loading. So the
watcher of the leader process loads it, with a deadline of its own and the options of the real call. Until a real
answer has come back the state is `warming`, and no request calls the model.
"""

import logging
import time
from collections.abc import Callable
from threading import Event, Lock
from typing import Final, Literal, Protocol

from triage.errors import (
    BadAnswer,
    Busy,
    DeadlineExceeded,
    ModelMissing,
    ProviderError,
    Refused,
    RemoteModel,
    Unreachable,
    Warming,
)
from triage.prompt import NUM_CTX
from triage.types import Labels, Question

logger = logging.getLogger(__name__)

State = Literal["unknown", "unreachable", "model_missing", "remote", "warming", "failing", "ready"]

# In seconds. The watcher polls at POLL_INTERVAL while the state is ready, failing or remote, else at
# POLL_INTERVAL_WARMING.
# After loading has failed it waits twice as long each time, up to MAX_RETRY_PAUSE.
PROBE_TIMEOUT: Final = 2.0
LOAD_TIMEOUT: Final = 600.0
POLL_INTERVAL_WARMING: Final = 2.0
POLL_INTERVAL: Final = 10.0
MAX_RETRY_PAUSE: Final = 300.0

_WARM_UP_TICKET: Final = Question(title="Printer", description="The printer on the second floor does not print.")


class LocalModel(Protocol):
    """What the watcher needs of a local model; triage.providers.ollama.Ollama has it. Deadlines: monotonic seconds."""

    def classify(self, question: Question, deadline: float) -> Labels: ...

    def loaded_context(self, deadline: float) -> int | None: ...

    def load(self, deadline: float) -> None: ...


class Readiness:
    """The state of the local model: `state` and `check` for requests, `step` and `run` for the watcher.

    Where no watcher runs, `state` probes by itself, at most every POLL_INTERVAL seconds, and trusts the server's list
    of loaded models. Once `step` has been called, only `step` probes.
    """

    def __init__(
        self,
        server: LocalModel,
        *,
        clock: Callable[[], float] = time.monotonic,
        on_ready: Callable[[], None] = lambda: None,
        probe_timeout: float = PROBE_TIMEOUT,
        load_timeout: float = LOAD_TIMEOUT,
    ) -> None:
        self._server = server
        self._clock = clock
        self._on_ready = on_ready
        self._probe_timeout = probe_timeout
        self._load_timeout = load_timeout
        self._state: State = "unknown"
        self._probed_at = -POLL_INTERVAL
        self._probe_lock = Lock()
        self._watched = False
        # Whether a real answer has come back since the model was last seen unloaded.
        self._answered = False
        # The context length after our own load: a server gives less than NUM_CTX where the model has no more.
        self._accepted_context: int | None = NUM_CTX
        self._failures = 0
        self._retry_at = 0.0
        # Why the state is `failing`.
        self._failure: ProviderError = Refused()

    @property
    def state(self) -> State:
        """The state of the last probe. Waits for a probe only while the state is unknown."""
        unknown = self._state == "unknown"
        stale = not self._watched and self._clock() >= self._probed_at + POLL_INTERVAL
        # While one request probes, the others use the last known state, if there is one.
        if (unknown or stale) and self._probe_lock.acquire(blocking=unknown):
            try:
                if not unknown or self._state == "unknown":
                    self._probe_once()
            finally:
                self._probe_lock.release()
        return self._state

    def check(self) -> None:
        """Raise the ProviderError that says why the model cannot be asked now. Return where it can."""
        match self.state:
            case "unreachable":
                raise Unreachable
            case "model_missing":
                raise ModelMissing
            case "remote":
                raise RemoteModel
            case "warming":
                raise Warming
            case "failing":
                raise self._failure

    def run(self, stop: Event, is_leader: Callable[[], bool]) -> None:
        """Watch until `stop` is set. Only the leader process loads the model."""
        self._watched = True
        while not stop.is_set():
            try:
                self.step(lead=is_leader())
            except Exception:
                # The watcher must not end: without it the model would never be asked again.
                logger.exception("triage watcher: a step failed")
            stop.wait(POLL_INTERVAL if self._state in ("ready", "failing", "remote") else POLL_INTERVAL_WARMING)

    def step(self, *, lead: bool = True) -> State:
        """Probe once. Make the model ready where needed: the leader loads it, every process has it answer once."""
        self._watched = True
        try:
            context = self._probe()
        except ProviderError as error:
            self._answered = False
            return self._set_state(self._state_after(error))
        if context is None:
            self._answered = False
        # Loaded by another client with other options: the first real call would reload it and time out meanwhile.
        other_options = context not in (None, 0, NUM_CTX, self._accepted_context)
        if self._answered and not (lead and other_options):
            return self._set_state("ready")
        if context is None and not lead:
            return self._set_state("warming")
        if self._clock() < self._retry_at:
            return self._set_state("failing")
        self._set_state("warming")
        return self._set_state(self._warm_up(load=lead and (context is None or other_options)))

    def _probe(self) -> int | None:
        return self._server.loaded_context(time.monotonic() + self._probe_timeout)

    def _probe_once(self) -> None:
        try:
            listed = self._probe() is not None
            self._set_state("ready" if listed and (self._answered or not self._watched) else "warming")
        except ProviderError as error:
            self._set_state(self._state_after(error))

    def _state_after(self, error: ProviderError) -> State:
        match error:
            case ModelMissing():
                return "model_missing"
            case RemoteModel():
                return "remote"
            case Unreachable():
                return "unreachable"
            case DeadlineExceeded():
                # It accepts connections and does not answer: overloaded or hung.
                self._failure = DeadlineExceeded("the server does not answer")
            case _:
                self._failure = error
        # It is there. Not `unreachable`, at which the cloud answers: load must not decide what leaves the premises.
        return "failing"

    def _warm_up(self, *, load: bool) -> State:
        deadline = time.monotonic() + self._load_timeout
        try:
            if load:
                self._server.load(deadline)
                self._accepted_context = self._server.loaded_context(deadline)
            # A listed model may still be loading. Only an answer shows that loading has ended; this one also puts the
            # system prompt into the model's cache.
            self._server.classify(_WARM_UP_TICKET, deadline)
        except BadAnswer:
            pass  # Loaded and answering. Invalid answers are for the breaker to count.
        except Busy:
            return "warming"
        except (ModelMissing, RemoteModel, Unreachable) as error:
            return self._state_after(error)
        except (Refused, DeadlineExceeded) as error:
            self._failures += 1
            slow = isinstance(error, DeadlineExceeded)
            self._failure = (
                DeadlineExceeded("loading took too long") if slow else Refused("the server could not load it")
            )
            pause = min(POLL_INTERVAL * 2**self._failures, MAX_RETRY_PAUSE)
            self._retry_at = self._clock() + pause
            logger.error("triage watcher: loading failed, reason=%s, next try in %d s", error.reason, pause)
            return "failing"
        self._answered = True
        self._failures = 0
        self._on_ready()
        return "ready"

    def _set_state(self, state: State) -> State:
        if state != self._state:
            level = logging.ERROR if state in ("model_missing", "remote") else logging.INFO
            logger.log(level, "triage: local model %s (was %s)", state, self._state)
        self._state = state
        self._probed_at = self._clock()
        return state
