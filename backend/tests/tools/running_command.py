"""Runs the real commands as child processes, and inspects their processes."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools import ports
from tools.paths import ROOT

TIMEOUT = 120.0  # seconds; a start takes two on an idle machine


class Running:
    """A started command, with its output lines as they arrive."""

    def __init__(self, command: list[str], environ: dict[str, str]) -> None:
        self.port = int(environ["PORT"])
        self.lines: list[str] = []
        self._queue: queue.Queue[str | None] = queue.Queue()
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_until_ready(self) -> "Running":
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            line = self._queue.get(timeout=TIMEOUT)
            if line is None:
                break
            if "is ready" in line:
                return self
        raise AssertionError("not ready:\n" + "".join(self.lines))

    def request(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON of the response; a request with a body is a POST."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=data, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def process_tree(self) -> set[int]:
        """The pids of the command and of all its descendants."""
        return process_tree(self.process.pid)

    def wait(self, *, seconds: float = TIMEOUT) -> int:
        return self.process.wait(seconds)

    def output(self) -> str:
        """All its output. Call this after its exit."""
        self._reader.join(TIMEOUT)
        return "".join(self.lines)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.lines.append(line)
                self._queue.put(line)
        self._queue.put(None)


class Launch:
    """Starts commands on one state folder, and kills those that a test leaves running."""

    def __init__(self, state: Path, environ: dict[str, str]) -> None:
        self.state = state
        self._environ = environ
        self._started: list[Running] = []
        self._reservations: list[ports.Reservation] = []

    def __call__(self, *arguments: str, **environ: str) -> Running:
        """Start `tools run` or another command. Without PORT it gets a port of its own."""
        return self._start([sys.executable, "-m", "tools", *(arguments or ("run",))], environ)

    def make(self, target: str) -> Running:
        return self._start(["make", target], {})

    def kill_all(self) -> None:
        for running in self._started:
            tree = running.process_tree() if running.process.poll() is None else set()
            for pid in tree:
                send_signal(pid, signal.SIGKILL)
            running.process.wait(TIMEOUT)
            running.output()
        for reservation in self._reservations:
            reservation.close()

    def _start(self, command: list[str], environ: dict[str, str]) -> Running:
        reservation = ports.Reservation()
        self._reservations.append(reservation)
        state = {"STATE_DIR": str(self.state), "PORT": str(reservation.port)}
        running = Running(command, {**self._environ, **state, **environ})
        self._started.append(running)
        return running


def process_tree(pid: int) -> set[int]:
    """The pids of a process and of all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (parent := _parent(entry)) is not None:
            children.setdefault(parent, []).append(int(entry.name))
    tree, queue = set(), [pid]
    while queue:
        tree.add(one := queue.pop())
        queue += children.get(one, [])
    return tree


def send_signal(pid: int, number: signal.Signals) -> None:
    """Send a signal, unless the process has exited."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def alive(pids: set[int]) -> set[int]:
    """The pids whose processes still run. A zombie does not."""
    return {pid for pid in pids if _state(pid) not in {None, "Z", "X"}}


def eventually(condition: Callable[[], bool], *, seconds: float = 60) -> bool:
    """Poll the condition until it holds or the time is over. Returns whether it held."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return condition()


def _parent(entry: Path) -> int | None:
    fields = _stat(entry)
    return int(fields[1]) if fields else None


def _state(pid: int) -> str | None:
    fields = _stat(Path("/proc") / str(pid))
    return fields[0] if fields else None


def _stat(entry: Path) -> list[str]:
    try:
        # The process name is in parentheses and may contain some; the fields start after the last one.
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
