"""Reports side by side as a table for the terminal."""

from collections.abc import Callable, Sequence

from evaluation.metrics import Proportion
from evaluation.report import Interval, Report, TargetReport

_NAME_WIDTH = 26
_COLUMN_WIDTH = 28
_NOT_AVAILABLE = "-"


def table(reports: Sequence[Report]) -> str:
    """A line for each figure, a column for each report, and the confusion matrices below."""
    lines = [_line("", [report.name for report in reports])]
    lines += [_line(name, [show(report) for report in reports]) for name, show in _ROWS]
    for report in reports:
        for name, target in (("category", report.category), ("priority", report.priority)):
            if target.accuracy.n:
                lines += ["", f"{report.name}: {name}, actual (rows) and predicted (columns)", *_matrix(target)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _line(name: str, cells: Sequence[str]) -> str:
    return f"{name:<{_NAME_WIDTH}}" + "".join(f"{cell:<{_COLUMN_WIDTH}}" for cell in cells)


def _proportion(proportion: Proportion) -> str:
    if proportion.value is None:
        return _NOT_AVAILABLE
    return f"{proportion.value:.3f}{_interval(proportion.interval)} n={proportion.n}"


def _interval(interval: Interval) -> str:
    return f" ({interval[0]:.2f}-{interval[1]:.2f})" if interval else ""


def _number(value: float | None, form: str = ".3f", unit: str = "") -> str:
    return _NOT_AVAILABLE if value is None else f"{value:{form}}{unit}"


def _reasons(report: Report) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in report.unanswered_because.items()) or _NOT_AVAILABLE


def _f1(target: TargetReport) -> str:
    return _number(target.macro_f1) + _interval(target.macro_f1_interval)


def _matrix(target: TargetReport) -> list[str]:
    head = " " * 12 + "".join(f"{label:>11}" for label in target.labels)
    rows = [
        f"  {label:<10}" + "".join(f"{count:>11}" for count in counts)
        for label, counts in zip(target.labels, target.confusion, strict=True)
    ]
    return [head, *rows]


_ROWS: tuple[tuple[str, Callable[[Report], str]], ...] = (
    ("tickets", lambda report: str(report.tickets)),
    ("answered", lambda report: _proportion(report.answered)),
    ("  not answered because", _reasons),
    ("category filled in", lambda report: _proportion(report.prefilled)),
    ("category accuracy", lambda report: _proportion(report.category.accuracy)),
    ("category macro-F1", lambda report: _f1(report.category)),
    ("category calibration err.", lambda report: _number(report.category.calibration_error)),
    ("priority accuracy", lambda report: _proportion(report.priority.accuracy)),
    ("priority within one step", lambda report: _proportion(report.within_one_step)),
    ("priority macro-F1", lambda report: _f1(report.priority)),
    ("critical recall", lambda report: _proportion(report.critical_recall)),
    ("critical precision", lambda report: _proportion(report.critical_precision)),
    ("priority calibration err.", lambda report: _number(report.priority.calibration_error)),
    ("latency p50", lambda report: _number(report.latency_p50, ",.1f", " ms")),
    ("latency p95", lambda report: _number(report.latency_p95, ",.1f", " ms")),
)
