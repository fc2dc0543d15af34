"""One row per measurement, printed for people or as JSON."""

from dataclasses import asdict, dataclass
from typing import Self

from bench.load import Seen


@dataclass(frozen=True)
class Row:
    """Milliseconds, how many answers and errors; `ratio_*` compare with another measurement of the same run."""

    name: str
    p50: float
    p95: float | None = None
    p99: float | None = None
    answers: int | None = None
    errors: int | None = None
    ratio_p50: float | None = None
    ratio_p99: float | None = None

    @classmethod
    def of(cls, name: str, seen: Seen, *, against: Seen | None = None) -> Self:
        p50, p95, p99 = (seen.percentile(percent) for percent in (50, 95, 99))
        return cls(
            name,
            p50,
            p95,
            p99,
            len(seen.times),
            seen.errors,
            p50 / against.percentile(50) if against else None,
            p99 / against.percentile(99) if against else None,
        )

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


HEAD = f"{'':<46}{'p50 ms':>9}{'p95':>9}{'p99':>9}{'answers':>9}{'errors':>8}{'x p50':>8}{'x p99':>8}"


def line(row: Row) -> str:
    """One line under HEAD."""
    times = "".join(_number(value, 9) for value in (row.p50, row.p95, row.p99))
    counts = f"{_plain(row.answers):>9}{_plain(row.errors):>8}"
    return f"{row.name:<46}{times}{counts}{_number(row.ratio_p50, 8)}{_number(row.ratio_p99, 8)}"


def _number(value: float | None, width: int) -> str:
    return " " * width if value is None else f"{value:>{width}.2f}"


def _plain(value: int | None) -> str:
    return "" if value is None else str(value)
