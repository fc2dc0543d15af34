"""The base class of both stand-ins: a threaded server that records requests, with a selectable behaviour."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, ClassVar, Self

from testing.model_servers.contents import CONTENTS
from testing.model_servers.faults import FAULTS
from testing.model_servers.listener import Handler, Listener, UnixListener
from testing.model_servers.messages import Answer, Request


class ModelServer:
    """A server on a loopback port, or on a unix socket. Use as a context manager; `behave` may change at any time."""

    # The values of `behave` that only this server has, beside "well", CONTENTS and FAULTS.
    OWN: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        *,
        category: str = "technical",
        priority: str = "high",
        behave: str = "well",
        delay: float = 0.3,
        port: int = 0,
        socket_path: Path | None = None,
    ) -> None:
        self.category, self.priority = category, priority
        self.delay = delay
        self.requests: list[Request] = []
        self.stopping = Event()
        self.behave = behave
        self.open_connections = 0
        self._lock = Lock()
        self._http = UnixListener(str(socket_path), Handler) if socket_path else Listener(("127.0.0.1", port), Handler)
        self._http.responder = self
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def behave(self) -> str:
        return self._behave

    @behave.setter
    def behave(self, name: str) -> None:
        if name not in self.behaviours():
            raise ValueError(f"{name!r} is none of {sorted(self.behaviours())}")
        self._behave = name

    @classmethod
    def behaviours(cls) -> frozenset[str]:
        return frozenset({"well", *CONTENTS, *FAULTS, *cls.OWN})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.close_connections()
        self._http.server_close()
        self._thread.join()

    def serve_until_interrupted(self, name: str = "") -> None:
        """For a server in its own process: print its URL, and wait for SIGTERM or SIGINT."""
        sys.stdout.write(f"{name or self.url}\n")
        sys.stdout.flush()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        self.stopping.wait()

    def answer(self, request: Request, disconnected: Callable[[], bool]) -> Answer:
        """The response, correct or with invalid content. `disconnected` tells whether the client has left."""
        raise NotImplementedError

    def is_call(self, request: Request) -> bool:
        """Whether this is a call of the model. Faults apply only to these."""
        raise NotImplementedError

    def set_attributes(self, changes: dict[str, Any]) -> None:
        """Set attributes by name, for PUT /control."""
        for name, value in changes.items():
            if not hasattr(self, name):
                raise ValueError(f"no attribute {name!r}")
            setattr(self, name, value)

    def record(self, request: Request) -> None:
        with self._lock:
            self.requests.append(request)

    def count_connection(self, change: int) -> None:
        with self._lock:
            self.open_connections += change
