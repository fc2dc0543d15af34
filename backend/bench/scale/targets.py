"""The targets for a million tickets, checked at every size."""

from dataclasses import replace

from bench.table import Result
from bench.targets import Target, at_least, at_most, combined

COMPARED = ("list, ", "search, rare", "search, common", "search, absent")
WORKER_MB = 150
MIN_RATE = {"create, 1 client": 0.7, "create, 8 clients": 0.5}


def with_target(row: Result) -> Result:
    """The row with its target, if it has one."""
    return replace(row, target=_target(row))


def _target(row: Result) -> Target | None:
    if row.name == "stats":
        return combined(at_most(1.5, "baseline", row.x_baseline), at_most(1.2, "smallest", row.x_smallest))
    if row.name in MIN_RATE:
        return at_least(MIN_RATE[row.name], "rate", row.x_rate)
    if row.name.startswith("memory, worker"):
        return at_most(WORKER_MB, "MB", row.mb)
    if row.name.startswith("list, ") and row.x_p99 is not None:
        return combined(at_most(2, "p99", row.x_p99), at_most(0, "errors", row.errors))
    return at_most(5, "baseline", row.x_baseline) if row.name.startswith(COMPARED) else None
