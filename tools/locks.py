"""Locks that end with their holder, however it ends: the kernel releases them."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import console
from tools.errors import Problem
from tools.paths import ROOT, shown


@contextmanager
def setup() -> Iterator[None]:
    """One command at a time changes .venv, node_modules and the built pages of a checkout; others wait."""
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
def only_one(state: Path, *, address: str = "", database: str = "") -> Iterator[None]:
    """Holds the state folder for one command. Raises Problem, saying what runs there, when another has it."""
    state.mkdir(parents=True, exist_ok=True)
    file = os.open(state / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(_already(state)) from None
        os.ftruncate(file, 0)
        note = {"pid": os.getpid(), "address": address, "database": database}
        os.pwrite(file, json.dumps(note).encode(), 0)
        yield
    finally:
        os.close(file)


def database_in_use(state: Path) -> str | None:
    """The name of the database that is being served from the state folder now, if one is."""
    try:
        file = os.open(state / "run.lock", os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _note(state).get("database")
    else:
        return None
    finally:
        os.close(file)


def _already(state: Path) -> str:
    note = _note(state)
    who = f"process {note.get('pid', 'unknown')}" + (f" at {note['address']}" if note.get("address") else "")
    return f"Quietdesk already runs from {shown(state)} ({who}): use that one, or stop it first."


def _note(state: Path) -> dict[str, str]:
    try:
        note = json.loads((state / "run.lock").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # its holder is just writing it
    return note if isinstance(note, dict) else {}
