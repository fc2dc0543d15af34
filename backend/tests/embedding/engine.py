"""The engine's process, as tests handle it."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from triage.embedders.base import Embeddings
from triage.embedders.bundled import Bundled

# Long, for busy machines: what is waited for ends the wait.
PATIENCE = 60.0


@dataclass
class Engine:
    """The supervisor, whose child is the worker."""

    process: "subprocess.Popen[str]"
    path: Path

    def embed(self, *texts: str, seconds: float = 25.0) -> Embeddings:
        """Ask as the desk asks."""
        return Bundled(str(self.path)).embed(texts, time.monotonic() + seconds)

    def wait_for(self, word: str) -> str:
        """The next line of the log with this word."""
        assert self.process.stderr
        for line in self.process.stderr:
            if word in line:
                return line
        raise AssertionError(f"the engine ended without {word!r}")

    def worker(self) -> int:
        """The worker's process id."""
        until = time.monotonic() + PATIENCE
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        while time.monotonic() < until:
            if found := children.read_text().split():
                return int(found[0])
            time.sleep(0.02)
        raise AssertionError("there is no worker")

    def signal_worker(self, number: signal.Signals) -> int:
        """Send the worker a signal. Its process id."""
        pid = self.worker()
        os.kill(pid, number)
        return pid


def ended(pid: int) -> bool:
    """Whether a process ends within the patience of a test."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def raw(path: Path, sent: bytes) -> bytes:
    """What the engine answers to these bytes."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(str(path))
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
        except BrokenPipeError:
            pass
        found = b""
        try:
            while part := connection.recv(65536):
                found += part
        except ConnectionResetError:
            pass
        return found
