"""What the commands print: one aligned line for each step, with its duration when it did some work."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Step:
    """One line of progress; `doing` names work that starts, `done` the result.

    Nothing is printed before the first of these calls, so that a step may print lines of other commands first.
    """

    def __init__(self, label: str) -> None:
        self._started = time.monotonic()
        self._label = label
        self.open = False

    def doing(self, text: str) -> None:
        _write(f", {text}" if self.open else f"  {self._label:<14}{text}")
        self.open = True

    def done(self, text: str = "") -> None:
        if self.open:
            seconds = f"{time.monotonic() - self._started:.1f} s"
            _write(f" ... {text + ', ' if text else ''}{seconds}\n")
        else:
            _write(f"  {self._label:<14}{text}\n")
        self.open = False


@contextmanager
def step(label: str) -> Iterator[Step]:
    """A step. Its line is ended even when the step fails, so that the error message starts on a new line."""
    one = Step(label)
    try:
        yield one
    finally:
        if one.open:
            _write("\n")


def line(text: str = "") -> None:
    _write(f"{text}\n")


def error(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"quietdesk: {text}\n")
    sys.stderr.flush()


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
