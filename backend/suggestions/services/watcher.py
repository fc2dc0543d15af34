"""Watches the local model in a thread of each server process. One elected leader among them loads the model."""

import logging
from functools import cache
from threading import Event, Thread
from threading import enumerate as threads

from django.db import Error, connection

from postgres.locks import TRIAGE_LEADER, try_lock
from suggestions.services.chain import triage
from triage import Readiness

logger = logging.getLogger(__name__)

THREAD_NAME = "triage-watcher"


@cache
def start() -> Event | None:
    """Start the thread, once per process. Returns the event that stops it, or None without a local model."""
    readiness = triage().readiness
    if readiness is None:
        return None
    stop = Event()
    Thread(target=_watch, args=(readiness, stop), name=THREAD_NAME, daemon=True).start()
    return stop


def join() -> None:
    """Wait until the threads of this process have ended; for tests."""
    for thread in threads():
        if thread.name == THREAD_NAME:
            thread.join()


def _watch(readiness: Readiness, stop: Event) -> None:
    try:
        readiness.run(stop, LeaderElection().is_leader)
    finally:
        connection.close()


class LeaderElection:
    """Elects one thread of all processes as leader: the one whose connection holds an advisory lock.

    PostgreSQL releases the lock when the leader is killed, and another thread takes it at its next call.
    """

    def __init__(self, lock: int = TRIAGE_LEADER) -> None:
        self._lock = lock
        self._leading = False

    def is_leader(self) -> bool:
        """Try to become leader, or check that the connection with the lock still works."""
        try:
            if self._leading:
                # Taking the lock again would count it twice.
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
            else:
                self._leading = try_lock(self._lock)
        except Error:
            self._leading = False
        if not self._leading:
            connection.close()
        return self._leading
