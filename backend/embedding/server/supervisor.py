"""Keeps one worker running: it binds the socket, starts the worker with it, and replaces a worker that died or hangs.

It loads no library, so that what can crash is in the worker alone. Callers who come while there is no worker wait in
the socket's queue.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Final

# Written by the worker to its pipe: it is alive; it has loaded the model.
ALIVE: Final = b"."
READY: Final = b"!"
# Exit codes of a worker that a new one would not help.
UNUSABLE: Final = 3

_QUEUE: Final = 32
# A worker tells that it is alive several times a second, but not while a library is imported or the machine sleeps.
_SILENCE: Final = 5.0
_SILENCE_WHILE_LOADING: Final = 60.0
# Before a new worker: short, and longer when one after another dies young.
_PAUSES: Final = (0.05, 0.2, 0.5, 1.0, 2.0, 5.0)
_YOUNG: Final = 5.0
_POLL: Final = 0.5


class Supervisor:
    """One socket and its worker."""

    def __init__(self, path: Path, weights: Path, threads: int) -> None:
        self._path = path
        self._weights = weights
        self._threads = threads
        self._parent = os.getppid()
        self._stopping = False
        self._told_ready = False

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT, or until the parent process is gone. The exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        # The worker's malloc then gives the memory of large matrices back: 200 MB in place of 380.
        os.putenv("MALLOC_MMAP_THRESHOLD_", "1048576")
        try:
            listener = _listen(self._path)
        except OSError as error:
            _say(f"cannot listen on {self._path}: {error.strerror or error}")
            return 1
        with listener:
            try:
                return self._keep_running(listener)
            finally:
                with suppress(OSError):
                    self._path.unlink()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _keep_running(self, listener: socket.socket) -> int:
        young_deaths = 0
        while not self._stopping:
            started = time.monotonic()
            code = self._run_worker(listener)
            if self._stopping:
                break
            if code == UNUSABLE:
                return 1
            lived = time.monotonic() - started
            young_deaths = young_deaths + 1 if lived < _YOUNG else 0
            _say(f"the worker ended ({code}) after {lived:.1f} s; starting another")
            time.sleep(_PAUSES[min(young_deaths, len(_PAUSES) - 1)])
        return 0

    def _run_worker(self, listener: socket.socket) -> int:
        """Run one worker to its end. Its exit code; negative for a signal."""
        reading, writing = os.pipe()
        try:
            command = [sys.executable, "-m", "embedding.server.worker", str(listener.fileno()), str(writing)]
            command += [str(self._weights), str(self._threads)]
            worker = subprocess.Popen(  # noqa: S603 (our own module, without a shell)
                command,
                stdin=subprocess.DEVNULL,
                pass_fds=(listener.fileno(), writing),
            )
        finally:
            os.close(writing)
        try:
            self._watch(worker, reading)
        finally:
            os.close(reading)
            worker.kill()
            worker.wait()
        return worker.returncode

    def _watch(self, worker: "subprocess.Popen[bytes]", reading: int) -> None:
        """Return when the worker has ended, or has to be."""
        heard, patience = time.monotonic(), _SILENCE_WHILE_LOADING
        while worker.poll() is None and not self._stopping:
            readable, _, _ = select.select([reading], [], [], _POLL)
            if os.getppid() != self._parent:
                self._stopping = True
            if readable:
                signs = os.read(reading, 4096)
                if not signs:
                    worker.wait(timeout=_SILENCE)
                    return
                heard = time.monotonic()
                if READY in signs:
                    patience = _SILENCE
                    self._tell_ready()
            elif time.monotonic() - heard > patience:
                _say("the worker hangs")
                return

    def _tell_ready(self) -> None:
        if not self._told_ready:
            self._told_ready = True
            _say("ready")


def _listen(path: Path) -> socket.socket:
    """A listening socket at the path. One that a dead process left there is replaced, a living one's is not."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as other:
            try:
                other.connect(str(path))
            except ConnectionRefusedError:
                path.unlink()
            except FileNotFoundError:
                pass
        # The folder decides who comes this far; of these, the owner and the group may ask.
        before = os.umask(0o117)
        try:
            listener.bind(str(path))
        finally:
            os.umask(before)
        listener.listen(_QUEUE)
    except OSError:
        listener.close()
        raise
    return listener


def _say(line: str) -> None:
    sys.stderr.write(f"classifier: {line}\n")
    sys.stderr.flush()
