"""Deadlines for requests and answers, so that slow clients cannot occupy all threads (slowloris)."""

import logging
import socket
import threading
import time
from contextlib import suppress
from typing import Any, Final, Literal

logger = logging.getLogger(__name__)

# Seconds for the header, from the connection on; then for the body: one megabyte needs 35 kB/s. Behind nginx, which
# buffers whole requests, neither expires.
HEADER_TIMEOUT: Final = 10.0
BODY_TIMEOUT: Final = 30.0
# Seconds for sending an answer, from the moment it is ready. An export is sent while it is read.
ANSWER_TIMEOUT: Final = 60.0
EXPORT_TIMEOUT: Final = 600.0
EXPORT_PATH: Final = "/api/tickets/export/"

CHECK_INTERVAL: Final = 1.0

Phase = Literal["header", "body", "answer"]


class RequestDeadlines:
    """The deadlines of connections that a thread reads from or writes to. Expired ones are shut down."""

    def __init__(self) -> None:
        self._deadlines: dict[Any, tuple[float, Phase]] = {}
        self._lock = threading.Lock()

    def start(self, sock: Any, phase: Phase, seconds: float) -> None:
        """Replaces the deadline of an earlier phase. `sock` is None outside gunicorn."""
        if sock is None:
            return
        with self._lock:
            self._deadlines[sock] = (time.monotonic() + seconds, phase)

    def clear(self, sock: Any) -> None:
        """Remove the deadline: the answer was sent, or the connection is closed."""
        with self._lock:
            self._deadlines.pop(sock, None)

    def run(self) -> None:
        """Check the deadlines for ever; runs in its own thread."""
        while True:
            time.sleep(CHECK_INTERVAL)
            self.expire()

    def expire(self) -> None:
        """Shut down late connections. The thread then sees the end of the request, or a client that is gone."""
        now = time.monotonic()
        late: list[Phase] = []
        with self._lock:
            for sock, (deadline, phase) in list(self._deadlines.items()):
                if deadline >= now:
                    continue
                del self._deadlines[sock]
                late.append(phase)
                # An incomplete body can still be answered.
                with suppress(OSError):  # already closed
                    sock.shutdown(socket.SHUT_RDWR if phase == "answer" else socket.SHUT_RD)
        for phase in sorted(set(late)):
            logger.warning("deadline: %d clients were too slow (%s)", late.count(phase), phase)


request_deadlines = RequestDeadlines()


def answer_timeout(path: str) -> float:
    """The seconds for sending the answer of a path."""
    return EXPORT_TIMEOUT if path == EXPORT_PATH else ANSWER_TIMEOUT
