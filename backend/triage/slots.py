"""The bound on concurrent model calls: slots, and a queue for them, within one process."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Condition
from typing import Protocol

from triage.errors import Busy
from triage.labels import Source


class Slots(Protocol):
    """Bounds concurrent calls to each source. LocalSlots counts in one process; leases in a database count in all."""

    def hold(self, source: Source, until: float) -> AbstractContextManager[bool]:
        """Hold a slot during the block. Waits for one until `until` (time.monotonic() seconds), then raises Busy.

        Yields whether it had to wait for others.
        """
        ...


class LocalSlots:
    """Slots of this process: `limit` calls to a source run at a time, and `queue` more wait."""

    def __init__(self, limit: int, queue: int) -> None:
        self._limit = limit
        self._queue = queue
        self._running: Counter[Source] = Counter()
        self._waiting: Counter[Source] = Counter()
        self._changed = Condition()

    @contextmanager
    def hold(self, source: Source, until: float) -> Iterator[bool]:
        """As Slots.hold; raises Busy at once when the queue is full."""
        with self._changed:
            queued = self._take(source, until)
        try:
            yield queued
        finally:
            with self._changed:
                self._running[source] -= 1
                # Wake all: they may be waiting for different sources.
                self._changed.notify_all()

    def _take(self, source: Source, until: float) -> bool:
        queued = self._running[source] >= self._limit
        if queued:
            if self._waiting[source] >= self._queue:
                raise Busy("every slot is taken and the queue is full")
            self._waiting[source] += 1
            try:
                while self._running[source] >= self._limit:
                    left = until - time.monotonic()
                    if left <= 0:
                        raise Busy("no slot came free in time")
                    self._changed.wait(left)
            finally:
                self._waiting[source] -= 1
        self._running[source] += 1
        return queued
