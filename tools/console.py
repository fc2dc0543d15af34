"""What the commands print: one aligned line for each step, with its seconds when it did something."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Step:
    """One line of progress; `doing` names work that has begun, `done` what stands at the end.

    The line begins with the first of these, so that what a step starts may print lines of its own before.
    """

    def __init__(self, label: str) -> None:
        self._began = time.monotonic()
        self._label = label
        self.open = False

    def doing(self, text: str) -> None:
        _write(f", {text}" if self.open else f"  {self._label:<14}{text}")
        self.open = True

    def done(self, text: str = "") -> None:
        if self.open:
            seconds = f"{time.monotonic() - self._began:.1f} s"
            _write(f" ... {text + ', ' if text else ''}{seconds}\n")
        else:
            _write(f"  {self._label:<14}{text}\n")
        self.open = False


@contextmanager
def step(label: str) -> Iterator[Step]:
    """A step whose line is ended even when the step fails, so that the problem begins on a line of its own."""
    one = Step(label)
    try:
        yield one
    finally:
        if one.open:
            _write("\n")


def line(text: str = "") -> None:
    _write(f"{text}\n")


def problem(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"quietdesk: {text}\n")
    sys.stderr.flush()


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
