"""A proxy on loopback that garbles what passes between a client and a server."""

import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event, Thread
from typing import Final, Literal, Self

Direction = Literal["to the server", "to the client"]
Address = str | tuple[str, int]  # a unix socket's path, or host and port

_LINGER_NOT: Final = struct.pack("ii", 1, 0)  # closes with a reset


def _slowly(chunk: bytes) -> Iterator[bytes]:
    step = max(len(chunk) // 50, 1)
    for start in range(0, len(chunk), step):
        time.sleep(0.002)
        yield chunk[start : start + step]


MODES: Final[dict[str, Callable[[bytes], Iterator[bytes]]]] = {
    "slow": _slowly,
    "swapped": lambda chunk: iter((chunk[len(chunk) // 2 :], chunk[: len(chunk) // 2])),
    "twice": lambda chunk: iter((chunk, chunk)),
    "a part twice": lambda chunk: iter((chunk[: len(chunk) // 2], chunk[len(chunk) // 3 :])),
    "bytes dropped": lambda chunk: iter((chunk[: len(chunk) // 2], chunk[len(chunk) // 2 + 5 :])),
    "bytes added": lambda chunk: iter((chunk[: len(chunk) // 2], b"\0\xff\r\n", chunk[len(chunk) // 2 :])),
    "latin-1": lambda chunk: iter((chunk.decode("utf-8", "replace").encode("latin-1", "replace"),)),
    "noise": lambda chunk: iter((bytes(byte ^ 0x55 if index % 17 == 5 else byte for index, byte in enumerate(chunk)),)),
    "nothing": lambda _: iter(()),
    # Half of it, then the connection ends; `_pump` does the rest.
    "cut": lambda chunk: iter((chunk[: len(chunk) // 2],)),
    "reset": lambda chunk: iter((chunk[: len(chunk) // 2],)),
}


class GarblingProxy:
    """Forwards connections to a server. `mode` and `direction` may be set at any time; "" forwards as it is."""

    def __init__(self, server: Address) -> None:
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._mode, self._direction, self._stopped = "", "to the server", Event()
        Thread(target=self._accept, daemon=True).start()

    def garble(self, mode: str, direction: Direction = "to the server") -> None:
        """What to do from now on, with connections that stand too."""
        self._mode, self._direction = mode, direction

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stopped.set()
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            with suppress(OSError):
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX if isinstance(self._server, str) else socket.AF_INET)
                server.connect(self._server)
                Thread(target=self._pump, args=(client, server, "to the server"), daemon=True).start()
                Thread(target=self._pump, args=(server, client, "to the client"), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, direction: Direction) -> None:
        with suppress(OSError):
            while chunk := source.recv(65_536):
                mode = self._mode if direction == self._direction else ""
                for part in MODES[mode](chunk) if mode else (chunk,):
                    sink.sendall(part)
                if mode == "reset":
                    sink.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
                if mode in ("cut", "reset"):
                    break
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
