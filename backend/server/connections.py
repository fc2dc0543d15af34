"""The connections of one worker: which may open, which wait, and which have sent a whole header."""

import socket
import struct
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import Any, Final

from gunicorn import util
from gunicorn.workers.gthread import TConn

# Seconds in which a client has to take a part of an answer.
SEND_TIMEOUT: Final = 20
# A longer header is read by a thread, with a deadline.
PEEK_MAX: Final = 32_768


class Connection(TConn):
    """A client's connection. `limited_address` is what the limits count, and `on_close` is called once."""

    def __init__(
        self,
        cfg: Any,
        sock: socket.socket,
        client: Any,
        server: Any,
        limited_address: str,
        on_close: Callable[[], None],
    ) -> None:
        super().__init__(cfg, sock, client, server)
        self.limited_address = limited_address
        self._on_close = on_close
        self._closed = False
        self._is_tcp = sock.family in {socket.AF_INET, socket.AF_INET6}
        self._seen = 0
        # Python's own timeout would also apply to reading, where deadlines are.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(SEND_TIMEOUT))

    def has_header(self) -> bool:
        """Whether a thread can read the header without waiting. To be called when the socket is readable."""
        if not self._is_tcp:
            return True  # a proxy's
        try:
            received = self.sock.recv(PEEK_MAX, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True  # the thread finds the error
        # Readable without a further byte: the client has sent its last one.
        if b"\r\n\r\n" in received or len(received) in {0, PEEK_MAX, self._seen}:
            self._wake_at(1)
            self._seen = 0
            return True
        self._seen = len(received)
        self._wake_at(self._seen + 1)
        return False

    def _wake_at(self, received: int) -> None:
        """Make the socket readable from so many bytes on: those that were peeked at are still in its buffer."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, received)

    def close(self, graceful: bool = False) -> None:
        if self._closed:
            return
        self._closed = True
        try:
            if graceful:
                util.close_graceful(self.sock)
            else:
                util.close(self.sock)
        finally:
            self._on_close()


class Addresses:
    """The connections of each address, those that threads are busy with, and those that wait for a thread."""

    def __init__(self, *, open_max: int, busy_max: int) -> None:
        """`open_max` 0 is no limit."""
        self._open_max = open_max
        self._busy_max = busy_max
        self._open: Counter[str] = Counter()
        self._busy: Counter[str] = Counter()
        self._waiting: defaultdict[str, deque[Any]] = defaultdict(deque)

    def may_open(self, address: str) -> bool:
        return not address or not self._open_max or self._open[address] < self._open_max

    def opened(self, address: str) -> None:
        self._open[address] += 1

    def closed(self, address: str) -> None:
        self._open[address] -= 1
        if not self._open[address]:
            del self._open[address]

    def take_thread(self, address: str, connection: Any) -> bool:
        """Whether the connection may have a thread now. Otherwise `give_back` returns it later."""
        if address and self._busy[address] >= self._busy_max:
            self._waiting[address].append(connection)
            return False
        self._busy[address] += 1
        return True

    def give_back(self, address: str) -> Any:
        """A thread has finished with a connection of the address. Returns the next one that may have a thread."""
        self._busy[address] -= 1
        if not self._busy[address]:
            del self._busy[address]
        waiting = self._waiting.get(address)
        if not waiting:
            return None
        following = waiting.popleft()
        if not waiting:
            del self._waiting[address]
        return following


def _timeval(seconds: int) -> bytes:
    # macOS: a long and an int.
    return struct.pack("@li" if sys.platform == "darwin" else "@ll", seconds, 0)
