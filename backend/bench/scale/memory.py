"""Peak memory of each process, from /proc; no rows outside Linux."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2

from bench.scale.desks import Desks
from bench.table import Result

PROC = Path("/proc")


def rows(both: Desks) -> Iterator[Result]:
    """The shipped desk's server and the database server."""
    if not (PROC / "self" / "status").exists():
        return
    yield Result(name="memory, gunicorn's master", mb=_mb(both.shipped.process, "VmHWM"))
    for number, worker in enumerate(_children(both.shipped.process), start=1):
        yield Result(name=f"memory, worker {number}", mb=_mb(worker, "VmHWM"))
    postmaster = _postmaster(both.shipped.database)
    processes = [postmaster, *_children(postmaster)]
    # Shared memory is counted once; each process reports the part that it has touched.
    own, shared = sum(_mb(one, "RssAnon") for one in processes), max(_mb(one, "RssShmem") for one in processes)
    yield Result(name=f"memory, PostgreSQL, {len(processes)} processes for both servers", mb=own + shared)


def _postmaster(address: str) -> int:
    with closing(psycopg2.connect(address)) as connection:
        return int(_field(connection.info.backend_pid, "PPid"))


def _children(process: int) -> list[int]:
    text = (PROC / str(process) / "task" / str(process) / "children").read_text()
    return [int(one) for one in text.split()]


def _mb(process: int, field: str) -> float:
    # In kB, which are 1024 bytes in /proc.
    return int(_field(process, field)) * 1024 / 1e6


def _field(process: int, name: str) -> str:
    """A number from /proc; 0 for a process that has exited meanwhile."""
    try:
        text = (PROC / str(process) / "status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "0"
    found = re.search(rf"^{name}:\s*(\d+)", text, re.MULTILINE)
    return found[1] if found else "0"
