"""Commands in lanes: those of one lane take turns, the lanes run side by side, and no output is mixed with another."""

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import console, processes

HEARTBEAT = 60.0  # seconds between two lines that say what still runs
GRACE = 20.0  # seconds in which an interrupted pytest tidies up


@dataclass(frozen=True)
class Command:
    """A command line with its name, its environment, and the file that it prints to."""

    label: str
    arguments: Sequence[str]
    cwd: Path
    environ: Mapping[str, str]
    log: Path


class _Running:
    def __init__(self, command: Command) -> None:
        self.label = command.label
        self._log = command.log
        self._began = time.monotonic()
        with self._log.open("wb") as log:
            self.process = processes.start(command.arguments, environ=command.environ, cwd=command.cwd, log=log)

    def progress(self) -> str:
        """The label, with the share that pytest told last."""
        shares = re.findall(r"\[ *(\d+%)\]", self._printed())
        return f"{self.label} {shares[-1]}" if shares else self.label

    def finish(self) -> int:
        """Ends it where it still runs, shows what it printed, and returns its status."""
        status = end(self.process)
        console.line(f"\n{self.label}, {time.monotonic() - self._began:.0f} s")
        console.line(self._printed().strip("\n"))
        return status

    def _printed(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")


def run(lanes: Sequence[Sequence[Command]]) -> dict[str, int]:
    """Runs them all, also when one of them fails. Returns the status of each by its label."""
    waiting = [list(lane) for lane in lanes]
    running: list[_Running | None] = [None for _ in lanes]
    statuses: dict[str, int] = {}
    began = told = time.monotonic()
    try:
        while True:
            for number, lane in enumerate(waiting):
                if (one := running[number]) is not None and one.process.poll() is not None:
                    running[number] = None
                    statuses[one.label] = one.finish()
                if running[number] is None and lane:
                    running[number] = _Running(lane.pop(0))
            now = [one for one in running if one is not None]
            if not now:
                return statuses
            if time.monotonic() - told >= HEARTBEAT:
                told = time.monotonic()
                console.line(f"  {(told - began) / 60:.0f} min: {', '.join(one.progress() for one in now)}")
            time.sleep(0.2)
    finally:
        # Only when we are told to stop, or fail ourselves, does any of them still run.
        for left in running:
            if left is not None:
                left.finish()


def end(process: subprocess.Popen[bytes]) -> int:
    """Interrupts a command that still runs, and kills what is then left of its session. Returns its status."""
    status = processes.stop(process, (signal.SIGINT, GRACE))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return status
