"""Starts child processes that cannot outlive their command, and stops them gracefully."""

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

from tools.errors import SignalInterrupt

PR_SET_PDEATHSIG = 1
_repeated_signals = 0


def start(
    command: Sequence[str | Path],
    *,
    environ: Mapping[str, str],
    cwd: Path,
    log: IO[bytes] | None = None,
    pass_fds: Sequence[int] = (),
    on_parent_death: signal.Signals = signal.SIGTERM,
    popen_options: Mapping[str, Any] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C reaches only us. It gets a signal when we die.

    Output goes to `log`, or to our own. `popen_options` are further keywords of Popen.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        env=dict(environ),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT if log else None,
        start_new_session=True,
        pass_fds=pass_fds,
        preexec_fn=_signal_on_death_of(os.getpid(), on_parent_death),
        **(popen_options or {}),
    )


def stop(process: subprocess.Popen[bytes], *signals: tuple[signal.Signals, float]) -> int:
    """Send each signal and wait its seconds; kill what still runs. A repeated Ctrl-C ends a wait early.

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


def wait_for_any(processes: Mapping[str, subprocess.Popen[bytes]], meanwhile: Callable[[], None] | None = None) -> str:
    """Block until one of the named processes exits. Returns its name. Calls `meanwhile` several times a second."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                return name
        if meanwhile:
            meanwhile()
        time.sleep(0.2)


def handle_signals() -> None:
    """From now on the first SIGINT, SIGTERM or SIGHUP raises SignalInterrupt; later ones shorten the shutdown.

    The handler raises and does not stop children itself: Popen.wait in a handler can deadlock on Popen's own lock.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _on_first_signal)
    # When make is killed with SIGKILL, nothing else would stop this command.
    if "MAKELEVEL" in os.environ and (bind := _signal_on_death_of(os.getppid(), signal.SIGTERM)):
        bind()


def _on_first_signal(number: int, _frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _on_repeated_signal)
    raise SignalInterrupt(number)


def _on_repeated_signal(_number: int, _frame: FrameType | None) -> None:
    global _repeated_signals
    _repeated_signals += 1


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    deadline, repeated = time.monotonic() + seconds, _repeated_signals
    while process.poll() is None and time.monotonic() < deadline and _repeated_signals == repeated:
        # The first signal may arrive only now, when an error started the shutdown.
        with contextlib.suppress(SignalInterrupt):
            time.sleep(0.05)


def _signal_on_death_of(parent: int, number: signal.Signals) -> Callable[[], None] | None:
    """A function for the child: after it, the kernel sends the signal when the parent dies. None outside Linux.

    Elsewhere the next start stops an orphaned database server.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # loaded before the fork: loading after it can hang

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # it died in between, so the kernel will never send the signal
            os.kill(os.getpid(), number)

    return bind
