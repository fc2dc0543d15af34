"""A report, or several side by side, as a table for the terminal."""

from collections.abc import Callable, Sequence

from evaluation.metrics import Share
from evaluation.report import Interval, PartReport, Report

_NAME = 26
_COLUMN = 28
_NONE = "-"


def table(reports: Sequence[Report]) -> str:
    """Every figure in one line, a column for each report, and the confusion matrices below."""
    lines = [_line("", [report.name for report in reports])]
    lines += [_line(name, [show(report) for report in reports]) for name, show in _ROWS]
    for report in reports:
        for name, part in (("category", report.category), ("priority", report.priority)):
            if part.accuracy.n:
                lines += ["", f"{report.name}: {name}, wanted (rows) and given (columns)", *_matrix(part)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _line(name: str, cells: Sequence[str]) -> str:
    return f"{name:<{_NAME}}" + "".join(f"{cell:<{_COLUMN}}" for cell in cells)


def _share(share: Share) -> str:
    if share.value is None:
        return _NONE
    return f"{share.value:.3f}{_interval(share.interval)} n={share.n}"


def _interval(interval: Interval) -> str:
    return f" ({interval[0]:.2f}-{interval[1]:.2f})" if interval else ""


def _number(value: float | None, form: str = ".3f", unit: str = "") -> str:
    return _NONE if value is None else f"{value:{form}}{unit}"


def _because(report: Report) -> str:
    return ", ".join(f"{reason} {times}" for reason, times in report.unanswered_because.items()) or _NONE


def _f1(part: PartReport) -> str:
    return _number(part.macro_f1) + _interval(part.macro_f1_interval)


def _matrix(part: PartReport) -> list[str]:
    head = " " * 12 + "".join(f"{label:>11}" for label in part.labels)
    rows = [
        f"  {label:<10}" + "".join(f"{count:>11}" for count in counts)
        for label, counts in zip(part.labels, part.confusion, strict=True)
    ]
    return [head, *rows]


_ROWS: tuple[tuple[str, Callable[[Report], str]], ...] = (
    ("tickets", lambda report: str(report.tickets)),
    ("answered", lambda report: _share(report.answered)),
    ("  not answered because", _because),
    ("category filled in", lambda report: _share(report.prefilled)),
    ("category accuracy", lambda report: _share(report.category.accuracy)),
    ("category macro-F1", lambda report: _f1(report.category)),
    ("category calibration err.", lambda report: _number(report.category.calibration_error)),
    ("priority accuracy", lambda report: _share(report.priority.accuracy)),
    ("priority within one step", lambda report: _share(report.within_one_step)),
    ("priority macro-F1", lambda report: _f1(report.priority)),
    ("critical recall", lambda report: _share(report.critical_recall)),
    ("critical precision", lambda report: _share(report.critical_precision)),
    ("priority calibration err.", lambda report: _number(report.priority.calibration_error)),
    ("latency p50", lambda report: _number(report.latency_p50, ",.1f", " ms")),
    ("latency p95", lambda report: _number(report.latency_p95, ",.1f", " ms")),
)
