"""One row per measurement, printed for people or as JSON."""

from dataclasses import asdict, dataclass
from typing import Self

from bench.load_generator import Seen
from bench.targets import Verdict


@dataclass(frozen=True, kw_only=True)
class Row:
    """Milliseconds, answers, errors and answers a second; each `x` is a ratio to something of the same run.

    `x_floor` compares the median with the floor's, `x_floor_p10` the fastest tenth with the floor's fastest tenth,
    which other programs disturb least. `x_small` compares x_floor with the one at the smallest size: minutes lie
    between, and the machine may have become slower for everyone. `x_p50`, `x_p99` and `x_rate` compare with another
    measurement that the name tells.
    """

    name: str
    tickets: int | None = None
    p10: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    answers: int | None = None
    errors: int | None = None
    per_second: float | None = None
    x_floor: float | None = None
    x_floor_p10: float | None = None
    x_small: float | None = None
    x_p50: float | None = None
    x_p99: float | None = None
    x_rate: float | None = None
    mb: float | None = None
    seconds: float | None = None
    aim: Verdict | None = None

    @classmethod
    def of(cls, name: str, seen: Seen, *, against: Seen | None = None) -> Self:
        p10, p50, p95, p99 = (seen.percentile(percent) for percent in (10, 50, 95, 99))
        return cls(
            name=name,
            p10=p10,
            p50=p50,
            p95=p95,
            p99=p99,
            answers=len(seen.times),
            errors=seen.errors,
            per_second=seen.per_second,
            x_p50=p50 / against.percentile(50) if against else None,
            x_p99=p99 / against.percentile(99) if against else None,
        )

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


NAME = 46
COLUMNS = (
    ("p10", "p10 ms", 9, ".2f"),
    ("p50", "p50", 9, ".2f"),
    ("p95", "p95", 9, ".2f"),
    ("p99", "p99", 9, ".2f"),
    ("per_second", "per s", 7, ".0f"),
    ("answers", "answers", 8, "d"),
    ("errors", "errors", 7, "d"),
    ("x_floor_p10", "x f p10", 8, ".2f"),
    ("x_floor", "x floor", 8, ".2f"),
    ("x_small", "x small", 8, ".2f"),
    ("x_p50", "x p50", 8, ".2f"),
    ("x_p99", "x p99", 7, ".2f"),
    ("x_rate", "x rate", 7, ".2f"),
    ("mb", "MB", 8, ".1f"),
    ("seconds", "s", 7, ".1f"),
)
HEAD = " " * NAME + "".join(f"{head:>{width}}" for _, head, width, _ in COLUMNS) + "  aim"


def line(row: Row) -> str:
    """One line under HEAD."""
    cells = (_cell(getattr(row, field), width, form) for field, _, width, form in COLUMNS)
    return f"{row.name:<{NAME}}{''.join(cells)}{f'  {row.aim}' if row.aim else ''}".rstrip()


def _cell(value: float | None, width: int, form: str) -> str:
    return " " * width if value is None else f"{value:>{width}{form}}"
