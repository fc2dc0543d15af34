"""A circuit breaker: after several failures in a row a source is not asked, until one probe has succeeded.

Our own, because the maintained libraries either hold their lock during the call, so that calls run one after the
other, or let every waiting call through as a probe.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from triage.errors import Impact, Paused, ProviderError


class Breaker:
    """Counts failures in a row. Thread-safe; its lock is not held during a call.

    `threshold` failures open it for `pause` seconds. A probe that fails doubles the pause, up to `max_pause`.
    Impact.OPEN opens it for `max_pause` at once. While it is open, the cloud may answer only if each of the failures
    that opened it would have let the cloud answer: five slow answers must not send the sixth text out. What a probe
    finds is newer, so it decides alone; while one is out, nobody knows, and the cloud may not answer.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        threshold: int = 5,
        pause: float = 30.0,
        max_pause: float = 300.0,
    ) -> None:
        self._clock = clock
        self._threshold = threshold
        self._initial_pause = pause
        self._max_pause = max_pause
        self._lock = Lock()
        self._open_until: float | None = None
        self._pause = pause
        self._failures = 0
        self._lets_cloud_answer = True
        self._probing = False
        # Counts the changes between open and closed. A call that began in an earlier generation changes nothing.
        self._generation = 0

    @property
    def paused(self) -> bool:
        """Whether the breaker is open: the source is not asked now."""
        with self._lock:
            return self._open_until is not None and self._clock() < self._open_until

    @property
    def lets_cloud_answer(self) -> bool:
        """Whether the cloud may answer instead, while the breaker is open."""
        with self._lock:
            return self._lets_cloud_answer and not self._probing

    def reset(self) -> None:
        """Close it: the source has been seen to answer elsewhere."""
        with self._lock:
            self._close()

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Record how the block ends. Raises Paused instead of running it while the breaker is open."""
        generation = self._enter()
        try:
            yield
        except ProviderError as error:
            self._record_failure(generation, error.impact, lets_cloud_answer=error.lets_cloud_answer)
            raise
        except BaseException:
            self._record_failure(generation, Impact.NONE, lets_cloud_answer=False)
            raise
        self._record_success(generation)

    def _enter(self) -> int:
        with self._lock:
            if self._open_until is not None:
                if self._probing or self._clock() < self._open_until:
                    raise Paused(lets_cloud_answer=self._lets_cloud_answer and not self._probing)
                self._probing = True
            return self._generation

    def _record_success(self, generation: int) -> None:
        with self._lock:
            if generation == self._generation:
                self._close()

    def _record_failure(self, generation: int, impact: Impact, *, lets_cloud_answer: bool) -> None:
        with self._lock:
            if generation != self._generation:
                return
            self._probing = False
            if impact is Impact.OPEN:
                self._lets_cloud_answer = lets_cloud_answer
                self._open(self._max_pause)
            elif self._open_until is not None:
                # The probe's failure is the newest knowledge, whatever its impact: a slow server may have been switched
                # off since, and one that was off may be back and busy.
                self._lets_cloud_answer = lets_cloud_answer
                if impact is Impact.COUNT:
                    self._open(min(self._pause * 2, self._max_pause))
            elif impact is Impact.COUNT:
                self._failures += 1
                self._lets_cloud_answer &= lets_cloud_answer
                if self._failures >= self._threshold:
                    self._open(self._initial_pause)

    def _open(self, pause: float) -> None:
        self._pause = pause
        self._open_until = self._clock() + pause
        self._probing = False
        self._generation += 1

    def _close(self) -> None:
        if self._open_until is not None:
            self._generation += 1
        self._open_until = None
        self._pause = self._initial_pause
        self._failures = 0
        self._lets_cloud_answer = True
        self._probing = False
