"""One model in the chain: whether it may be asked now, its turn among the callers, its deadline, its breaker."""

import time
from collections.abc import Callable

from triage.breaker import Breaker
from triage.errors import Busy, Impact, Off, Overdue
from triage.labels import Source
from triage.providers.base import Provider
from triage.slots import Slots
from triage.types import Labels, Question

# The part of a tier's time that a call may spend waiting for a slot. The rest is the model's.
WAITING_SHARE = 0.25


class Tier:
    """A provider and what stands before it."""

    def __init__(
        self,
        provider: Provider,
        *,
        timeout: float,
        breaker: Breaker,
        slots: Slots,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._provider = provider
        self._timeout = timeout
        self._breaker = breaker
        self._slots = slots
        self._check = check

    @property
    def source(self) -> Source:
        """Whose tier this is."""
        return self._provider.source

    @property
    def model(self) -> str | None:
        """The model that is asked."""
        return self._provider.model

    @property
    def paused(self) -> bool:
        """Whether the breaker keeps this tier out of the way."""
        return self._breaker.paused

    def ask(self, question: Question) -> Labels:
        """The model's labels within the tier's timeout, or the ProviderError that says why not. In this order:

        1. the readiness check, which asks no server while a watcher runs;
        2. the circuit breaker, which sees how the rest ends;
        3. a slot, waited for at most WAITING_SHARE of the timeout;
        4. the provider, with what is left of the timeout.
        """
        started = time.monotonic()
        self._check()
        with (
            self._breaker.guard(),
            self._slots.hold(self.source, until=started + self._timeout * WAITING_SHARE) as queued,
        ):
            try:
                return self._provider.classify(question, started + self._timeout)
            except Overdue as error:
                # Asked of the queue, not of the clock: on a busy machine a free slot takes its time as well.
                if not queued:
                    raise
                # Counted all the same, or a hung model would never be paused while there is a queue. But not told
                # as a failure: that would let the text leave the premises because many people asked at once.
                raise Busy("overdue after waiting for a slot", impact=Impact.COUNT) from error


class Absent:
    """A model that was chosen by name and is not configured: asked, it says so."""

    paused = False
    model: str | None = None

    def __init__(self, source: Source) -> None:
        self.source = source

    def ask(self, question: Question) -> Labels:
        """Raise Off."""
        raise Off
