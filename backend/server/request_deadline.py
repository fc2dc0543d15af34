"""The time a request may take to arrive: a client that sends a byte now and then must not hold a thread for ever."""

import logging
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

logger = logging.getLogger(__name__)

# Seconds from the first byte of a request to the last of its body; a megabyte takes 35 kB/s. nginx, where there is
# one, takes requests in whole before it passes them on.
LIMIT = 30.0
LOOK = 1.0


class Arrivals:
    """Connections whose request is still arriving; one that takes too long hears nothing more from its client."""

    def __init__(self, limit: float = LIMIT) -> None:
        self._limit = limit
        self._until: dict[Any, float] = {}
        self._lock = threading.Lock()

    def begin(self, sock: Any) -> None:
        with self._lock:
            self._until[sock] = time.monotonic() + self._limit

    def end(self, sock: Any) -> None:
        """The request is here, or nobody reads any more."""
        with self._lock:
            self._until.pop(sock, None)

    def watch(self) -> None:
        """For a thread of its own."""
        while True:
            time.sleep(LOOK)
            self.cut()

    def cut(self) -> None:
        """Ends what is late: the thread that reads sees the end of the request, and answers or hangs up."""
        now = time.monotonic()
        with self._lock:
            late = [sock for sock, until in self._until.items() if until < now]
            for sock in late:
                del self._until[sock]
                with suppress(OSError):  # it is gone already
                    sock.shutdown(socket.SHUT_RD)
        if late:
            logger.warning("arrival: %d requests did not arrive in time", len(late))


arrivals = Arrivals()


class PatientWorker(ThreadWorker):
    """gunicorn's gthread worker, whose patience with a request ends."""

    def init_process(self) -> None:
        threading.Thread(target=arrivals.watch, name="arrivals", daemon=True).start()
        super().init_process()

    def handle(self, conn: Any) -> Any:
        """Runs in a thread of the pool, which waits here for the request's bytes."""
        arrivals.begin(conn.sock)
        try:
            return super().handle(conn)
        finally:
            arrivals.end(conn.sock)
