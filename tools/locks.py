"""File locks, which the kernel releases when their holder exits, in whatever way."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import console
from tools.errors import ToolError
from tools.paths import ROOT, display_path


@contextmanager
def setup() -> Iterator[None]:
    """Lock the checkout while changing .venv, node_modules and the built pages; other commands wait."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.line("  Waiting for another command that is setting up this checkout.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@contextmanager
def exclusive(state: Path, *, address: str = "", database: str = "") -> Iterator[None]:
    """Lock the state folder. Raises ToolError, naming the running command, when another one holds it."""
    state.mkdir(parents=True, exist_ok=True)
    file = os.open(state / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ToolError(_already_running(state)) from None
        os.ftruncate(file, 0)
        holder = {"pid": os.getpid(), "address": address, "database": database}
        os.pwrite(file, json.dumps(holder).encode(), 0)
        yield
    finally:
        os.close(file)


def database_in_use(state: Path) -> str | None:
    """The name of the database that a running command serves from this state folder, if any."""
    try:
        file = os.open(state / "run.lock", os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(state).get("database")
    else:
        return None
    finally:
        os.close(file)


def _already_running(state: Path) -> str:
    holder = _holder(state)
    who = f"process {holder.get('pid', 'unknown')}" + (f" at {holder['address']}" if holder.get("address") else "")
    return f"Quietdesk already runs from {display_path(state)} ({who}): use that one, or stop it first."


def _holder(state: Path) -> dict[str, str]:
    try:
        holder = json.loads((state / "run.lock").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # the holder is just writing it
    return holder if isinstance(holder, dict) else {}
