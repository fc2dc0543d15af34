"""Stops a server that outlived its command, and removes the lock files of a killed one."""

import os
import signal
import sys
import time
from pathlib import Path

from tools.errors import ToolError
from tools.paths import display_path

STOP_TIMEOUT = 30.0  # seconds


def remove(data: Path, socket_folder: Path) -> None:
    """Stop the server of the data folder, and remove the lock files there and beside the socket.

    The caller holds the lock of the state folder, so a server that still runs here is an orphan.
    Raises ToolError when it does not stop.
    """
    lock = data / "postmaster.pid"
    pid = _pid_in(lock)
    if pid is None:
        return
    if sys.platform != "linux":
        # Without /proc, PostgreSQL's own check of the lock file decides.
        return
    deadline = time.monotonic() + STOP_TIMEOUT
    signalled = False
    while inside := _processes_in(data):
        if pid in inside and not signalled:
            os.kill(pid, signal.SIGINT)  # fast shutdown: disconnects clients, keeps every commit
            signalled = True
        if time.monotonic() > deadline:
            raise ToolError(
                f"another PostgreSQL (process {min(inside)}) still runs on {display_path(data)} and does not stop: "
                "end it and start again."
            )
        time.sleep(0.1)
    # No server uses the folder. A process with the pid of the lock file may exist all the same (a zombie, or a reused
    # pid), and PostgreSQL would take it for the old server.
    lock.unlink(missing_ok=True)
    (socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _pid_in(lock: Path) -> int | None:
    try:
        return int(lock.read_text(encoding="ascii").splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _processes_in(data: Path) -> set[int]:
    """The processes of a server: each has the data folder as its working directory, which a zombie has not."""
    found = set()
    wanted = data.resolve()
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            if Path(os.readlink(f"/proc/{entry}/cwd")) == wanted:
                found.add(int(entry))
        except OSError:
            continue  # it exited meanwhile, or belongs to another user
    return found
