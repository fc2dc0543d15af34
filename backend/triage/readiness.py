"""Whether the local model can answer, found out by a thread that is no request.

Loading a model takes longer than any request may last, and a caller that gives up aborts the loading. So one
watcher, in the process that leads, loads it with a deadline of its own and with the options of the real call; until
a real answer has come back the state is `warming`, and no request calls the model.
"""

import logging
import time
from collections.abc import Callable
from threading import Event, Lock
from typing import Final, Literal, Protocol

from triage.errors import BadAnswer, Busy, ModelMissing, Overdue, ProviderError, Refused, Unreachable, Warming
from triage.prompt import NUM_CTX
from triage.types import Labels, Question

logger = logging.getLogger(__name__)

State = Literal["unknown", "unreachable", "model_missing", "warming", "failing", "ready"]

# Seconds: one look, one loading, the rest between looks while there is something to wait for and while all is well,
# and the longest rest after loading has failed again and again.
LOOK: Final = 2.0
LOAD: Final = 600.0
SOON: Final = 2.0
LATER: Final = 10.0
LONGEST_PAUSE: Final = 300.0

_FIRST_TICKET: Final = Question(title="Printer", description="The printer on the second floor does not print.")


class LocalModel(Protocol):
    """What is asked of a local model here; triage.providers.ollama.Ollama is one. Deadlines are monotonic seconds."""

    def classify(self, question: Question, deadline: float) -> Labels: ...

    def loaded_context(self, deadline: float) -> int | None: ...

    def load(self, deadline: float) -> None: ...


class Readiness:
    """What is known about the local model: `state` and `check` for requests, `step` and `run` for the watcher.

    Where no watcher runs, `state` looks by itself, at most every LATER seconds, and believes the server's list of
    loaded models. Once `step` has been called, that is left to whoever calls it.
    """

    def __init__(
        self,
        server: LocalModel,
        *,
        clock: Callable[[], float] = time.monotonic,
        on_ready: Callable[[], None] = lambda: None,
        look_seconds: float = LOOK,
        load_seconds: float = LOAD,
    ) -> None:
        self._server = server
        self._clock = clock
        self._on_ready = on_ready
        self._look_seconds = look_seconds
        self._load_seconds = load_seconds
        self._state: State = "unknown"
        self._looked_at = -LATER
        self._looking = Lock()
        self._watched = False
        # Whether a real answer has come back since the model was last seen unloaded.
        self._answered = False
        # A server gives a model less context than asked for when the model has no more; that is then accepted.
        self._accepted_context: int | None = NUM_CTX
        self._failures = 0
        self._retry_at = 0.0

    @property
    def state(self) -> State:
        """What was last found. Waits for a look of its own only when nothing is known yet."""
        unknown = self._state == "unknown"
        stale = not self._watched and self._clock() >= self._looked_at + LATER
        # While one request looks, the others go by what was known before, if anything was.
        if (unknown or stale) and self._looking.acquire(blocking=unknown):
            try:
                if not unknown or self._state == "unknown":
                    self._look_alone()
            finally:
                self._looking.release()
        return self._state

    def check(self) -> None:
        """Raise the ProviderError that says why the model cannot be asked now, if it cannot."""
        match self.state:
            case "unreachable":
                raise Unreachable
            case "model_missing":
                raise ModelMissing
            case "warming":
                raise Warming
            case "failing":
                raise Refused("the server could not load the model")

    def run(self, stop: Event, lead: Callable[[], bool]) -> None:
        """Watch until `stop` is set; load the model while `lead` says that it is for this process to do."""
        self._watched = True
        while not stop.is_set():
            try:
                self.step(lead=lead())
            except Exception:
                # The watcher outlives whatever goes wrong: without it the model would never be asked again.
                logger.exception("triage watcher: a step failed")
            stop.wait(LATER if self._state in ("ready", "failing") else SOON)

    def step(self, *, lead: bool = True) -> State:
        """Look once and do what this process can to make the model ready: load it (lead), and have it answer once."""
        self._watched = True
        try:
            context = self._look()
        except ProviderError as error:
            self._answered = False
            return self._found("model_missing" if isinstance(error, ModelMissing) else "unreachable")
        if context is None:
            self._answered = False
        # Loaded by someone with other options: the first real call would load it again, and not live to see it.
        foreign = context not in (None, 0, NUM_CTX, self._accepted_context)
        if self._answered and not (lead and foreign):
            return self._found("ready")
        if context is None and not lead:
            return self._found("warming")
        if self._clock() < self._retry_at:
            return self._found("failing")
        self._found("warming")
        return self._found(self._warm_up(load=lead and (context is None or foreign)))

    def _look(self) -> int | None:
        return self._server.loaded_context(time.monotonic() + self._look_seconds)

    def _look_alone(self) -> None:
        try:
            listed = self._look() is not None
            self._found("ready" if listed and (self._answered or not self._watched) else "warming")
        except ModelMissing:
            self._found("model_missing")
        except ProviderError:
            self._found("unreachable")

    def _warm_up(self, *, load: bool) -> State:
        deadline = time.monotonic() + self._load_seconds
        try:
            if load:
                self._server.load(deadline)
                self._accepted_context = self._server.loaded_context(deadline)
            # Being listed means that loading has begun. Only an answer shows that it has ended; this one also
            # leaves the fixed part of the prompt in the model's cache.
            self._server.classify(_FIRST_TICKET, deadline)
        except BadAnswer:
            pass  # loaded and talking; whether it talks sense is for the breaker to see
        except Busy:
            return "warming"
        except ModelMissing:
            return "model_missing"
        except (Refused, Overdue) as error:
            self._failures += 1
            pause = min(LATER * 2**self._failures, LONGEST_PAUSE)
            self._retry_at = self._clock() + pause
            logger.error("triage watcher: loading failed, reason=%s, next try in %d s", error.reason, pause)
            return "failing"
        except ProviderError:
            return "unreachable"
        self._answered = True
        self._failures = 0
        self._on_ready()
        return "ready"

    def _found(self, state: State) -> State:
        if state != self._state:
            level = logging.ERROR if state == "model_missing" else logging.INFO
            logger.log(level, "triage: local model %s (was %s)", state, self._state)
        self._state = state
        self._looked_at = self._clock()
        return state
