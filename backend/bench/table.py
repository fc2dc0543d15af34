"""One row per measurement, printed as a table or as JSON."""

from dataclasses import asdict, dataclass
from typing import Self

from bench.load_generator import Samples
from bench.targets import Target


@dataclass(frozen=True, kw_only=True)
class Result:
    """Milliseconds, responses, errors and responses per second; each `x` is a ratio to a measurement of the same run.

    `x_baseline` is the ratio of the medians, `x_baseline_p10` that of the 10th percentiles, which others disturb
    least. `x_smallest` is the ratio of x_baseline to that of the smallest size, so that a slower machine in between has
    no effect. `x_p50`, `x_p99` and `x_rate` compare with the measurement in the name.
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
    x_baseline: float | None = None
    x_baseline_p10: float | None = None
    x_smallest: float | None = None
    x_p50: float | None = None
    x_p99: float | None = None
    x_rate: float | None = None
    mb: float | None = None
    seconds: float | None = None
    target: Target | None = None

    @classmethod
    def of(cls, name: str, samples: Samples, *, against: Samples | None = None) -> Self:
        p10, p50, p95, p99 = (samples.percentile(percent) for percent in (10, 50, 95, 99))
        return cls(
            name=name,
            p10=p10,
            p50=p50,
            p95=p95,
            p99=p99,
            answers=len(samples.times),
            errors=samples.errors,
            per_second=samples.per_second,
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
    ("x_baseline_p10", "x b p10", 8, ".2f"),
    ("x_baseline", "x base", 8, ".2f"),
    ("x_smallest", "x small", 8, ".2f"),
    ("x_p50", "x p50", 8, ".2f"),
    ("x_p99", "x p99", 7, ".2f"),
    ("x_rate", "x rate", 7, ".2f"),
    ("mb", "MB", 8, ".1f"),
    ("seconds", "s", 7, ".1f"),
)
HEAD = " " * NAME + "".join(f"{head:>{width}}" for _, head, width, _ in COLUMNS) + "  target"


def line(row: Result) -> str:
    """One line under HEAD."""
    cells = (_cell(getattr(row, field), width, form) for field, _, width, form in COLUMNS)
    return f"{row.name:<{NAME}}{''.join(cells)}{f'  {row.target}' if row.target else ''}".rstrip()


def _cell(value: float | None, width: int, form: str) -> str:
    return " " * width if value is None else f"{value:>{width}{form}}"
