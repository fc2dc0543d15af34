"""A breaker per source: after some failures in a row it stops asking, then lets one question through to see.

Own, because the kept-up libraries either hold their lock during the call, so calls run one after the other, or
let every waiting call through as a probe.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from triage.errors import Impact, Paused, ProviderError


class Breaker:
    """Counts failures in a row; thread-safe; its lock is never held during a call.

    `threshold` failures open it for `pause` seconds. A probe that fails doubles the pause up to `ceiling`;
    an error that will not heal by itself (Impact.OPEN) opens it for `ceiling` at once.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        threshold: int = 5,
        pause: float = 30.0,
        ceiling: float = 300.0,
    ) -> None:
        self._clock = clock
        self._threshold = threshold
        self._first_pause = pause
        self._ceiling = ceiling
        self._lock = Lock()
        self._open_until: float | None = None
        self._pause = pause
        self._failures = 0
        self._probing = False
        # Counts the changes between open and closed, so that late news of an earlier state is known as such.
        self._round = 0

    @property
    def paused(self) -> bool:
        """Whether the source is being left alone right now."""
        with self._lock:
            return self._open_until is not None and self._clock() < self._open_until

    def reset(self) -> None:
        """Forget every failure: someone else has seen the source answer."""
        with self._lock:
            self._close()

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Count how the block ends: an answer or a ProviderError. Raises Paused at once while the breaker is open."""
        entered = self._enter()
        try:
            yield
        except ProviderError as error:
            self._learn(entered, error.impact)
            raise
        except BaseException:
            self._learn(entered, Impact.NONE)
            raise
        self._succeeded(entered)

    def _enter(self) -> int:
        with self._lock:
            if self._open_until is not None:
                if self._probing or self._clock() < self._open_until:
                    raise Paused
                self._probing = True
            return self._round

    def _succeeded(self, entered: int) -> None:
        with self._lock:
            if entered == self._round:
                self._close()

    def _learn(self, entered: int, impact: Impact) -> None:
        with self._lock:
            # A call that began before the breaker last changed has nothing new to tell.
            if entered != self._round:
                return
            self._probing = False
            if impact is Impact.OPEN:
                self._open(self._ceiling)
            elif impact is Impact.COUNT and self._open_until is not None:
                self._open(min(self._pause * 2, self._ceiling))
            elif impact is Impact.COUNT:
                self._failures += 1
                if self._failures >= self._threshold:
                    self._open(self._first_pause)

    def _open(self, pause: float) -> None:
        self._pause = pause
        self._open_until = self._clock() + pause
        self._probing = False
        self._round += 1

    def _close(self) -> None:
        if self._open_until is not None:
            self._round += 1
        self._open_until = None
        self._pause = self._first_pause
        self._failures = 0
        self._probing = False
