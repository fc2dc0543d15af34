"""The bound on concurrent model calls: how a call takes its turn, within one process."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Condition
from typing import Protocol

from triage.errors import Busy
from triage.labels import Source


class Slots(Protocol):
    """Who may call a model now. A lease in a database holds over all processes; LocalSlots over one."""

    def hold(self, source: Source, until: float) -> AbstractContextManager[bool]:
        """Wait for a turn until `until` (time.monotonic() seconds) at the latest; raise Busy without one.

        What it gives says whether others had to be waited for.
        """
        ...


class LocalSlots:
    """`limit` calls per source at a time in this process, and `queue` more waiting."""

    def __init__(self, limit: int, queue: int) -> None:
        self._limit = limit
        self._queue = queue
        self._running: Counter[Source] = Counter()
        self._waiting: Counter[Source] = Counter()
        self._changed = Condition()

    @contextmanager
    def hold(self, source: Source, until: float) -> Iterator[bool]:
        """Take a turn, waiting for it until `until`; Busy at once when the queue is full."""
        with self._changed:
            queued = self._take(source, until)
        try:
            yield queued
        finally:
            with self._changed:
                self._running[source] -= 1
                # All, because those who wait may wait for different sources.
                self._changed.notify_all()

    def _take(self, source: Source, until: float) -> bool:
        queued = self._running[source] >= self._limit
        if queued:
            if self._waiting[source] >= self._queue:
                raise Busy("every slot and every place in the queue is taken")
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
