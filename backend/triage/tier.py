"""One model in the chain, behind its readiness check, circuit breaker, slots and deadline."""

import time
from collections.abc import Callable

from triage.breaker import Breaker
from triage.errors import Busy, DeadlineExceeded, Impact, Off, OnlyReasoning, ProviderError
from triage.labels import Source
from triage.providers.base import Provider
from triage.slots import Slots
from triage.types import Labels, Question

# The share of a tier's timeout that a call may wait for a slot. The rest is the model's.
SLOT_WAIT_SHARE = 0.25


class Tier:
    """A provider and the guards before it."""

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
        # Whether the last answer was lost in reasoning. Status shows it, also while the breaker is open for it.
        self.only_reasoning = False

    @property
    def source(self) -> Source:
        """The source that this tier asks."""
        return self._provider.source

    @property
    def model(self) -> str | None:
        """The model that this tier asks."""
        return self._provider.model

    @property
    def paused(self) -> bool:
        """Whether the breaker is open."""
        return self._breaker.paused

    def lets_cloud_answer(self) -> bool:
        """Whether the next question would go to the cloud because of this tier. Asks what `ask` asks first."""
        try:
            self._check()
        except ProviderError as error:
            return error.lets_cloud_answer
        return self._breaker.paused and self._breaker.lets_cloud_answer

    def ask(self, question: Question) -> Labels:
        """The model's labels within the timeout. Raises the ProviderError that says why there are none. The steps:

        1. The readiness check. It asks no server while the watcher runs.
        2. The circuit breaker. It records how the next two steps end.
        3. A slot, waited for during at most SLOT_WAIT_SHARE of the timeout.
        4. The provider, with what is left of the timeout.
        """
        started = time.monotonic()
        self._check()
        with (
            self._breaker.guard(),
            self._slots.hold(self.source, until=started + self._timeout * SLOT_WAIT_SHARE) as queued,
        ):
            try:
                labels = self._provider.classify(question, started + self._timeout)
            except DeadlineExceeded as error:
                # `queued`, not the time spent: on a busy machine even a free slot takes a while.
                if not queued:
                    raise
                # Busy, not a timeout: the wait for the slot used the model's time up. Counted all the same, or a hung
                # model with a queue is never paused.
                raise Busy("deadline exceeded after waiting for a slot", impact=Impact.COUNT) from error
            except ProviderError as error:
                self.only_reasoning = isinstance(error, OnlyReasoning)
                raise
            self.only_reasoning = False
            return labels


class UnconfiguredTier:
    """A source that is chosen by name but not configured."""

    paused = False
    model: str | None = None

    def __init__(self, source: Source) -> None:
        self.source = source

    def ask(self, question: Question) -> Labels:
        """Raise Off."""
        raise Off
