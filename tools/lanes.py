"""Runs commands in parallel lanes. The commands of a lane run one after another, and outputs are not mixed."""

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

PROGRESS_INTERVAL = 60.0  # seconds between two lines about what still runs
STOP_TIMEOUT = 20.0  # seconds for the tear-down of an interrupted pytest


@dataclass(frozen=True)
class Command:
    """A command line with its label, its environment, and the file for its output."""

    label: str
    arguments: Sequence[str]
    cwd: Path
    environ: Mapping[str, str]
    log: Path


class _Running:
    def __init__(self, command: Command) -> None:
        self.label = command.label
        self._log = command.log
        self._started = time.monotonic()
        with self._log.open("wb") as log:
            self.process = processes.start(command.arguments, environ=command.environ, cwd=command.cwd, log=log)

    def progress(self) -> str:
        """The label, with the last percentage that pytest printed."""
        percentages = re.findall(r"\[ *(\d+%)\]", self._output())
        return f"{self.label} {percentages[-1]}" if percentages else self.label

    def finish(self) -> int:
        """Stop the command if it still runs, and print its output. Returns its exit status."""
        status = end(self.process)
        console.line(f"\n{self.label}, {time.monotonic() - self._started:.0f} s")
        console.line(self._output().strip("\n"))
        return status

    def _output(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")


def run(lanes: Sequence[Sequence[Command]]) -> dict[str, int]:
    """Run all commands, also when one fails. Returns the exit status of each by its label."""
    waiting = [list(lane) for lane in lanes]
    running: list[_Running | None] = [None for _ in lanes]
    statuses: dict[str, int] = {}
    started = reported = time.monotonic()
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
            if time.monotonic() - reported >= PROGRESS_INTERVAL:
                reported = time.monotonic()
                console.line(f"  {(reported - started) / 60:.0f} min: {', '.join(one.progress() for one in now)}")
            time.sleep(0.2)
    finally:
        # After an interrupt or an error some still run.
        for left in running:
            if left is not None:
                left.finish()


def end(process: subprocess.Popen[bytes]) -> int:
    """Interrupt a command that still runs, and kill what is left of its session. Returns its exit status."""
    status = processes.stop(process, (signal.SIGINT, STOP_TIMEOUT))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return status
