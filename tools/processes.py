"""Starts the processes of a command so that none outlives it, and stops them in good order."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import IO, Any

from tools.errors import Stopped

PR_SET_PDEATHSIG = 1
_hurries = 0


def start(
    command: Sequence[str | Path],
    *,
    environ: Mapping[str, str],
    cwd: Path,
    log: IO[bytes] | None = None,
    on_parent_death: signal.Signals = signal.SIGTERM,
    as_user: Mapping[str, Any] | None = None,
) -> subprocess.Popen[bytes]:
    """A child in a session of its own (a Ctrl-C at the terminal is ours to pass on), signalled when we die."""
    return subprocess.Popen(
        [str(part) for part in command],
        env=dict(environ),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT if log else None,
        start_new_session=True,
        preexec_fn=_bound_to(os.getpid(), on_parent_death),
        **(as_user or {}),
    )


def stop(process: subprocess.Popen[bytes], *signals: tuple[signal.Signals, float]) -> int:
    """Send each signal in turn, waiting its seconds, less when told to hurry; kill what is left.

    Returns the exit status.
    """
    for number, seconds in signals:
        if process.poll() is not None:
            break
        process.send_signal(number)
        _wait(process, seconds)
    if process.poll() is None:
        process.kill()
    return process.wait()


def wait_for_any(processes: Mapping[str, subprocess.Popen[bytes]]) -> str:
    """Sleep until one of the named processes ends, and return its name."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                return name
        time.sleep(0.2)


def watch_signals() -> None:
    """From now on Ctrl-C, TERM and HUP raise Stopped, once; later ones only hurry the stop in progress.

    Raising is the point: waiting for a child inside a handler can deadlock on the lock that Popen.wait holds.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _first_signal)
    # Were make killed with -9, this command would go on with nobody to stop it.
    if "MAKELEVEL" in os.environ and (bind := _bound_to(os.getppid(), signal.SIGTERM)):
        bind()


def _first_signal(number: int, _frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _later_signal)
    raise Stopped(number)


def _later_signal(_number: int, _frame: FrameType | None) -> None:
    global _hurries
    _hurries += 1


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    until, hurries = time.monotonic() + seconds, _hurries
    while process.poll() is None and time.monotonic() < until and _hurries == hurries:
        # A first signal may come only now, when the stop began with a problem.
        with contextlib.suppress(Stopped):
            time.sleep(0.05)


def _bound_to(parent: int, number: signal.Signals) -> Callable[[], None] | None:
    """What a process calls to get the signal when its parent dies; None where the system cannot do that.

    Elsewhere than on Linux the next start stops a database server that was left behind.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up before the fork: afterwards loading may hang

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # it died in between, so the signal would never come
            os.kill(os.getpid(), number)

    return bind
