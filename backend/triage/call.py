"""One call to a model server, held to a wall-clock deadline by its caller, not by the client library.

The clients' own timeouts are per read: a server that drips a byte a second outlives any of them. So the call
runs in a thread of its own. At the deadline the caller goes on, the call's connection is shut underneath it, and
the thread ends by the error that causes.
"""

import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Lock, Thread
from typing import TypeVar

from triage.errors import Busy, Overdue

T = TypeVar("T")

# A name lookup cannot be interrupted: a call stuck in one keeps its thread past the deadline. This many may, in
# one process; further calls are refused until the resolver lets go.
MOST_THREADS = 32
_threads = BoundedSemaphore(MOST_THREADS)


class Call:
    """What the work in the thread may use: the time left, its one connection, the thread of its caller."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self._over = False
        self._lock = Lock()
        self._connection: socket.socket | None = None
        # What the caller's thread is to do next; None: the work is done.
        self._errands: SimpleQueue[Callable[[], None] | None] = SimpleQueue()

    def time_left(self) -> float:
        """Seconds until the deadline. Raises Overdue when there are none, or when nobody waits any more."""
        left = self.deadline - time.monotonic()
        if self._over or left <= 0:
            raise Overdue
        return left

    def adopt(self, connection: socket.socket) -> None:
        """Make this the connection that is shut at the deadline, in place of any earlier one."""
        with self._lock:
            self._connection = connection
            if self._over:
                _shut(connection)

    def close(self, connection: socket.socket) -> None:
        """Close a connection; never while it is being shut, for its number may then be another file's already."""
        with self._lock:
            connection.close()

    def in_caller(self, errand: Callable[[], None]) -> None:
        """Have the caller's thread run this errand, and wait for it; if it raises, that ends the call.

        For what belongs to that thread, such as its database connection.
        """
        done: SimpleQueue[None] = SimpleQueue()

        def run() -> None:
            try:
                errand()
            except BaseException:
                self._over = True
                raise
            finally:
                done.put(None)

        self._errands.put(run)
        with suppress(Empty):
            done.get(timeout=self.time_left())
        self.time_left()

    def run(self, work: Callable[["Call"], T], outcome: "Future[T]") -> None:
        """The thread's side: do the work, and tell the caller how it ended."""
        try:
            outcome.set_result(work(self))
        except BaseException as error:
            outcome.set_exception(error)
        finally:
            _threads.release()
            self._errands.put(None)

    def wait(self) -> None:
        """The caller's side: run errands until the work is done. Raises Overdue at the deadline."""
        try:
            while errand := self._errands.get(timeout=max(0.0, self.deadline - time.monotonic())):
                errand()
        except Empty:
            raise Overdue from None

    def give_up(self) -> None:
        """Nobody waits for this call any more: shut its connection, if it is still open."""
        with self._lock:
            self._over = True
            if self._connection is not None:
                _shut(self._connection)


def keep_deadline(work: Callable[[Call], T], deadline: float) -> T:
    """Return what `work` returns, or raise what it raises; raise Overdue at `deadline` (time.monotonic() seconds).

    Raises Busy when too many earlier calls have not ended yet.
    """
    if not _threads.acquire(blocking=False):
        raise Busy("too many calls have not ended yet")
    call = Call(deadline)
    outcome: Future[T] = Future()
    try:
        Thread(target=call.run, args=(work, outcome), name="triage-call", daemon=True).start()
    except RuntimeError as error:
        _threads.release()
        raise Busy("no thread to be had") from error
    try:
        call.wait()
        return outcome.result()
    finally:
        call.give_up()


def _shut(connection: socket.socket) -> None:
    # The plain method even for TLS: SSLSocket's own would take the session from under the thread that reads.
    # OSError: not connected yet, or closed already.
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
