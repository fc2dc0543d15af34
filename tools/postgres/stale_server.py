"""Clears what an earlier server left behind: one that outlived its command, or the lock file of one that was killed."""

import os
import signal
import sys
import time
from pathlib import Path

from tools.errors import Problem
from tools.paths import shown

PATIENCE = 30.0  # seconds for a server to finish its shutdown


def clear(data: Path, socket_folder: Path) -> None:
    """Leave no server on the data folder and no lock file, there or beside the socket, that keeps a new one out.

    The caller holds the lock of the state folder, so whatever still runs here has lost its command.
    Raises Problem when it will not go.
    """
    lock = data / "postmaster.pid"
    pid = _pid_in(lock)
    if pid is None:
        return
    if sys.platform != "linux":
        # Nothing like /proc here: PostgreSQL's own check of the lock file decides, and its message is shown.
        return
    until = time.monotonic() + PATIENCE
    asked = False
    while inside := _processes_in(data):
        if pid in inside and not asked:
            os.kill(pid, signal.SIGINT)  # fast shutdown: clients are cut off, everything committed is kept
            asked = True
        if time.monotonic() > until:
            raise Problem(
                f"another PostgreSQL (process {min(inside)}) still runs on {shown(data)} and does not stop: "
                "end it and start again."
            )
        time.sleep(0.1)
    # Nobody works in the folder. A process of the same number may live all the same (a zombie nobody has
    # collected, or a number given anew after a restart), and PostgreSQL would take it for the old server.
    lock.unlink(missing_ok=True)
    (socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _pid_in(lock: Path) -> int | None:
    try:
        return int(lock.read_text(encoding="ascii").splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _processes_in(data: Path) -> set[int]:
    """Every process of a server has the data folder as its working directory, and a zombie has none."""
    found = set()
    wanted = data.resolve()
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            if Path(os.readlink(f"/proc/{entry}/cwd")) == wanted:
                found.add(int(entry))
        except OSError:
            continue  # gone meanwhile, or somebody else's
    return found
