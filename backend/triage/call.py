"""One call to a model server under a wall-clock deadline that the caller enforces, not the client library.

The clients' own timeouts are per read: a server that sends a byte a second never reaches them. So the call runs in
a thread of its own. At the deadline the caller goes on and shuts the call's connection, and the thread ends by the
error that this causes.
"""

import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Lock, Thread
from typing import TypeVar

from triage.errors import Busy, DeadlineExceeded

T = TypeVar("T")

# A DNS lookup cannot be interrupted: a call that hangs in one keeps its thread past the deadline. This bounds such
# threads in one process; further calls are refused until lookups end.
MAX_THREADS = 32
_threads = BoundedSemaphore(MAX_THREADS)


class Call:
    """What the work in the thread may use: the time left, its one connection, the caller's thread."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self._cancelled = False
        self._lock = Lock()
        self._connection: socket.socket | None = None
        # What the caller's thread runs next; None: the work is done.
        self._callbacks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()

    def time_left(self) -> float:
        """Seconds until the deadline. Raises DeadlineExceeded when none are left or the call is cancelled."""
        left = self.deadline - time.monotonic()
        if self._cancelled or left <= 0:
            raise DeadlineExceeded
        return left

    def track(self, connection: socket.socket) -> None:
        """Make this the connection that is shut at the deadline, in place of any earlier one."""
        with self._lock:
            self._connection = connection
            if self._cancelled:
                _shut(connection)

    def close(self, connection: socket.socket) -> None:
        """Close a connection, never while it is being shut: its file descriptor may be reused by then."""
        with self._lock:
            connection.close()

    def run_in_caller(self, callback: Callable[[], None]) -> None:
        """Run a callback in the caller's thread and wait for it; if it raises, the call ends with that error.

        For what belongs to that thread, such as its database connection.
        """
        done: SimpleQueue[None] = SimpleQueue()

        def run() -> None:
            try:
                callback()
            except BaseException:
                self._cancelled = True
                raise
            finally:
                done.put(None)

        self._callbacks.put(run)
        with suppress(Empty):
            done.get(timeout=self.time_left())
        self.time_left()

    def run(self, work: Callable[["Call"], T], outcome: "Future[T]") -> None:
        """The thread's side: do the work and pass its result or error to the caller."""
        try:
            outcome.set_result(work(self))
        except BaseException as error:
            outcome.set_exception(error)
        finally:
            _threads.release()
            self._callbacks.put(None)

    def wait(self) -> None:
        """The caller's side: run callbacks until the work is done. Raises DeadlineExceeded at the deadline."""
        try:
            while callback := self._callbacks.get(timeout=max(0.0, self.deadline - time.monotonic())):
                callback()
        except Empty:
            raise DeadlineExceeded from None

    def cancel(self) -> None:
        """End the call: shut its connection, if it is still open."""
        with self._lock:
            self._cancelled = True
            if self._connection is not None:
                _shut(self._connection)


def run_with_deadline(work: Callable[[Call], T], deadline: float) -> T:
    """Return what `work` returns, or raise what it raises. `deadline` is in time.monotonic() seconds.

    Raises DeadlineExceeded at the deadline, and Busy when too many earlier calls have not ended yet.
    """
    if not _threads.acquire(blocking=False):
        raise Busy("too many calls have not ended yet")
    call = Call(deadline)
    outcome: Future[T] = Future()
    try:
        Thread(target=call.run, args=(work, outcome), name="triage-call", daemon=True).start()
    except RuntimeError as error:
        _threads.release()
        raise Busy("cannot start a thread") from error
    try:
        call.wait()
        return outcome.result()
    finally:
        call.cancel()


def _shut(connection: socket.socket) -> None:
    # socket's method even for TLS: SSLSocket's own would drop the session that the reading thread still uses.
    # OSError: not connected yet, or closed already.
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
