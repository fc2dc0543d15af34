"""Limits the time in which a request must arrive, so that slow clients cannot occupy all threads (slowloris)."""

import logging
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

logger = logging.getLogger(__name__)

# Seconds from the first byte of a request to the last byte of its body. One megabyte then needs 35 kB/s. Behind nginx,
# which buffers whole requests, this never expires.
TIMEOUT = 30.0
CHECK_INTERVAL = 1.0


class RequestDeadlines:
    """The deadlines of the connections whose request is still being read. Expired ones are shut down for reading."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._deadlines: dict[Any, float] = {}
        self._lock = threading.Lock()

    def start(self, sock: Any) -> None:
        with self._lock:
            self._deadlines[sock] = time.monotonic() + self._timeout

    def clear(self, sock: Any) -> None:
        """Remove the deadline: the request was read, or its connection is closed."""
        with self._lock:
            self._deadlines.pop(sock, None)

    def run(self) -> None:
        """Check the deadlines for ever; runs in its own thread."""
        while True:
            time.sleep(CHECK_INTERVAL)
            self.expire()

    def expire(self) -> None:
        """Shut down late connections for reading. The reading thread then sees the end of the request."""
        now = time.monotonic()
        with self._lock:
            late = [sock for sock, deadline in self._deadlines.items() if deadline < now]
            for sock in late:
                del self._deadlines[sock]
                with suppress(OSError):  # already closed
                    sock.shutdown(socket.SHUT_RD)
        if late:
            logger.warning("request deadline: %d requests did not arrive in time", len(late))


request_deadlines = RequestDeadlines()


class DeadlineWorker(ThreadWorker):
    """gunicorn's gthread worker, with a deadline for reading each request."""

    def init_process(self) -> None:
        threading.Thread(target=request_deadlines.run, name="request-deadlines", daemon=True).start()
        super().init_process()

    def handle(self, conn: Any) -> Any:
        """Handle a connection in a thread of the pool, which reads the request here."""
        request_deadlines.start(conn.sock)
        try:
            return super().handle(conn)
        finally:
            request_deadlines.clear(conn.sock)
