"""A progress bar on a terminal; writes nothing to a file or a pipe."""

import time
from collections.abc import Callable
from typing import TextIO

_WIDTH = 30


class Progress:
    """Redraws `name [####....] 45/149, 32 s left` in place on a terminal."""

    def __init__(self, stream: TextIO, name: str, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._name = name
        self._total = total
        self._clock = clock
        self._started = clock()
        self._shown = stream.isatty()

    def show(self, done: int) -> None:
        """Draw the bar with `done` of the total."""
        if not self._shown:
            return
        filled = _WIDTH * done // max(self._total, 1)
        bar = "#" * filled + "." * (_WIDTH - filled)
        self._stream.write(f"\r{self._name} [{bar}] {done}/{self._total}{self._left(done)}\033[K")
        self._stream.flush()

    def end(self) -> None:
        """Clear the line of the bar."""
        if self._shown:
            self._stream.write("\r\033[K")
            self._stream.flush()

    def _left(self, done: int) -> str:
        if not 0 < done < self._total:
            return ""
        seconds = (self._clock() - self._started) / done * (self._total - done)
        return f", {seconds / 60:.0f} min left" if seconds >= 120 else f", {seconds:.0f} s left"
