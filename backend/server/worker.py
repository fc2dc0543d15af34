"""gunicorn's gthread worker, which slow clients cannot block.

A connection gets a thread when its header has arrived. One address gets three quarters of the threads at most, and the
rest of its connections waits. A client that reads or sends too slowly is disconnected.
"""

import errno
import ipaddress
import logging
import selectors
import threading
import time
from functools import partial
from typing import Any, Final

from gunicorn.util import close_graceful
from gunicorn.workers.gthread import ThreadWorker

from server.connections import SEND_TIMEOUT, Addresses, Connection
from server.gunicorn import CONNECTIONS_PER_ADDRESS
from server.request_deadline import BODY_TIMEOUT, HEADER_TIMEOUT, request_deadlines

logger = logging.getLogger(__name__)

# Seconds that a stopping worker waits for a header; gunicorn keeps idle connections for as long.
STOP_LINGER: Final = 2.0
# The client has gone already, or no file descriptor is free.
NOT_ACCEPTED: Final = {errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK, errno.EMFILE, errno.ENFILE}


class BoundedWorker(ThreadWorker):
    """gunicorn's gthread worker with bounds for slow clients. All but the two `handle` methods run in one thread."""

    def init_process(self) -> None:
        busy_max = max(1, self.cfg.threads * 3 // 4)
        self.addresses = Addresses(open_max=CONNECTIONS_PER_ADDRESS, busy_max=busy_max)
        threading.Thread(target=request_deadlines.run, name="request-deadlines", daemon=True).start()
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Accept a connection, and wait for its header without a thread."""
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno in NOT_ACCEPTED:
                return
            raise
        address = self._limited_address(client)
        if not self.addresses.may_open(address):
            sock.close()
            return
        self.nr_conns += 1
        self.addresses.opened(address)
        closed = partial(self.addresses.closed, address)
        connection = Connection(self.cfg, sock, client, listener.getsockname(), address, closed)
        connection.timeout = time.monotonic() + HEADER_TIMEOUT
        self.pending_conns.append(connection)
        self.poller.register(sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, connection))

    def _limited_address(self, client: Any) -> str:
        """The address that the limits count, "" for a proxy, which sends the requests of many people."""
        if not isinstance(client, tuple):
            return ""
        allowed = self.cfg.forwarded_allow_ips
        is_proxy = "*" in allowed or any(
            ipaddress.ip_address(client[0]) in network for network in self.cfg.forwarded_allow_networks()
        )
        return "" if is_proxy else str(client[0])

    def on_pending_socket_readable(self, conn: Any, client: Any) -> None:
        """A new connection has sent something."""
        if conn.has_header():
            super().on_pending_socket_readable(conn, client)

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """A kept connection has sent something. It is closed with the others when its header does not arrive."""
        if conn.has_header():
            super().on_client_socket_readable(conn, client)

    def murder_pending(self) -> None:
        """Close connections whose header did not arrive in time, and sooner when the worker stops."""
        if not self.alive:
            soon = time.monotonic() + STOP_LINGER
            for conn in self.pending_conns:
                conn.timeout = min(conn.timeout or soon, soon)
        super().murder_pending()

    def enqueue_req(self, conn: Any) -> None:
        """Give the connection a thread, or let it wait while its address has its share of them."""
        if self.addresses.take_thread(conn.limited_address, conn):
            super().enqueue_req(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """A thread has finished with the connection."""
        super().finish_request(conn, fs)
        following = self.addresses.give_back(conn.limited_address)
        if following is not None:
            self.enqueue_req(following)

    def handle(self, conn: Any) -> Any:
        """Read a request and answer it, in a thread of the pool."""
        request_deadlines.start(conn.sock, "header", HEADER_TIMEOUT)
        try:
            kept = super().handle(conn)
        finally:
            request_deadlines.clear(conn.sock)
        if not kept:
            # It waits for the client to close, so not in the thread of all connections, as gunicorn does.
            close_graceful(conn.sock)
        return kept

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Read the body of a request and answer it. server/body_limit.py has its further deadlines."""
        request_deadlines.start(conn.sock, "body", BODY_TIMEOUT)
        try:
            return super().handle_request(req, conn)
        except BlockingIOError:
            logger.warning("answer: a client took nothing for %d seconds", SEND_TIMEOUT)
            raise ConnectionResetError(errno.ECONNRESET, "too slow") from None
