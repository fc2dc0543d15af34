"""The one watcher of the local model: a thread in each server process, of which one leads and loads the model."""

import logging
from functools import cache
from threading import Event, Thread
from threading import enumerate as threads

from django.db import Error, connection

from suggestions.services.chain import triage
from triage import Readiness

logger = logging.getLogger(__name__)

# Any number that no other advisory lock of this database uses.
LEADER = 0x71_64_77
THREAD = "triage-watcher"


@cache
def start() -> Event | None:
    """Begin to watch, once per process; the event ends it. None where there is no local model to watch."""
    readiness = triage().readiness
    if readiness is None:
        return None
    stop = Event()
    Thread(target=_watch, args=(readiness, stop), name=THREAD, daemon=True).start()
    return stop


def join() -> None:
    """Wait until no watcher of this process runs any more; for tests."""
    for thread in threads():
        if thread.name == THREAD:
            thread.join()


def _watch(readiness: Readiness, stop: Event) -> None:
    try:
        readiness.run(stop, Leader().leads)
    finally:
        connection.close()


class Leader:
    """Whether this thread leads: it holds a lock of the database for as long as its connection lives.

    A process that is killed lets go at once, and the next to ask leads.
    """

    def __init__(self) -> None:
        self._leading = False

    def leads(self) -> bool:
        """Take the lead if nobody has it; notice when it was lost with the connection."""
        try:
            with connection.cursor() as cursor:
                if self._leading:
                    # Asking for the lock again would count it twice; asking anything shows that it is still there.
                    cursor.execute("SELECT 1")
                else:
                    cursor.execute("SELECT pg_try_advisory_lock(%s)", [LEADER])
                    self._leading = bool(cursor.fetchone()[0])
        except Error:
            self._leading = False
        if not self._leading:
            connection.close()
        return self._leading
