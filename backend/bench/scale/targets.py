"""The aims at a million tickets, judged at every size."""

from dataclasses import replace

from bench.table import Row
from bench.targets import Verdict, at_least, at_most, together

FLOORS = ("list, ", "search, rare", "search, common", "search, absent")
WORKER_MB = 150
LEAST_RATE = {"create, 1 client": 0.7, "create, 8 clients": 0.5}


def with_aim(row: Row) -> Row:
    """The row with its aim, where it has one."""
    return replace(row, aim=_aim(row))


def _aim(row: Row) -> Verdict | None:
    if row.name == "stats":
        return together(at_most(1.5, "floor", row.x_floor), at_most(1.2, "small", row.x_small))
    if row.name in LEAST_RATE:
        return at_least(LEAST_RATE[row.name], "rate", row.x_rate)
    if row.name.startswith("memory, worker"):
        return at_most(WORKER_MB, "MB", row.mb)
    if row.name.startswith("list, ") and row.x_p99 is not None:
        return together(at_most(2, "p99", row.x_p99), at_most(0, "errors", row.errors))
    return at_most(5, "floor", row.x_floor) if row.name.startswith(FLOORS) else None
