"""Runs the real commands as processes of their own, and looks at what they leave behind."""

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

PATIENCE = 120.0  # seconds; a start takes two on an idle machine


class Running:
    """One started command, its lines as they come."""

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
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            line = self._queue.get(timeout=PATIENCE)
            if line is None:
                break
            if "is ready" in line:
                return self
        raise AssertionError("not ready:\n" + "".join(self.lines))

    def request(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON that the server answers; POST when there is a body."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=data, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def family(self) -> set[int]:
        """The command and everything that it has started, and they in turn."""
        return family(self.process.pid)

    def ended(self, *, seconds: float = PATIENCE) -> int:
        return self.process.wait(seconds)

    def output(self) -> str:
        """Everything that it printed; only after its end."""
        self._reader.join(PATIENCE)
        return "".join(self.lines)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.lines.append(line)
                self._queue.put(line)
        self._queue.put(None)


class Launch:
    """Starts commands on one state folder and ends those that a test has left."""

    def __init__(self, state: Path, environ: dict[str, str]) -> None:
        self.state = state
        self._environ = environ
        self._started: list[Running] = []

    def __call__(self, *arguments: str, **environ: str) -> Running:
        """`tools run`, or the command named instead; its port is a free one unless PORT is given."""
        return self._start([sys.executable, "-m", "tools", *(arguments or ("run",))], environ)

    def make(self, target: str) -> Running:
        return self._start(["make", target], {})

    def end_all(self) -> None:
        for running in self._started:
            family = running.family() if running.process.poll() is None else set()
            for pid in family:
                signal_quietly(pid, signal.SIGKILL)
            running.process.wait(PATIENCE)
            running.output()

    def _start(self, command: list[str], environ: dict[str, str]) -> Running:
        state = {"STATE_DIR": str(self.state), "PORT": str(ports.free())}
        running = Running(command, {**self._environ, **state, **environ})
        self._started.append(running)
        return running


def family(pid: int) -> set[int]:
    """A process and everything that it has started, and they in turn."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (parent := _parent(entry)) is not None:
            children.setdefault(parent, []).append(int(entry.name))
    found, open_ = set(), [pid]
    while open_:
        found.add(one := open_.pop())
        open_ += children.get(one, [])
    return found


def signal_quietly(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def alive(pids: set[int]) -> set[int]:
    """Those that still run; a zombie that nobody has collected does not."""
    return {pid for pid in pids if _state(pid) not in {None, "Z", "X"}}


def eventually(condition: Callable[[], bool], *, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
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
        # The name in brackets may hold anything; the fields begin after its last bracket.
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
