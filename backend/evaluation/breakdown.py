"""The figures of one classifier by language and by source, and its calibration curve, as text."""

from collections.abc import Callable, Sequence
from typing import Any

from evaluation import metrics
from evaluation.metrics import Proportion
from evaluation.predictions import Prediction

_BINS = 10
_HEADING = f"{'':<22}{'n':>5}  {'category':<18}{'priority':<18}{'within one step':<18}"


def breakdown(name: str, predictions: Sequence[Prediction]) -> str:
    """A line for each language and each source of the tickets, with 95 % intervals."""
    lines = ["", f"{name}: by language and source", _HEADING]
    english = [one for one in predictions if one.ticket.lang == "en"]
    others = [one for one in predictions if one.ticket.lang != "en"]
    lines += [_line("English", english), _line("other languages", others)]
    lines += _groups(predictions, lambda one: one.ticket.lang)
    lines += _groups(predictions, lambda one: one.ticket.source)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def calibration_curve(name: str, target: str, measured: Sequence[tuple[float, bool]]) -> str:
    """A line for each tenth of confidence: how many labels had it, its mean, and how many of them were right."""
    lines = ["", f"{name}: {target}, confidence and how often it was right"]
    for index in range(_BINS):
        inside = [one for one in measured if min(_BINS - 1, int(one[0] * _BINS)) == index]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            right = Proportion(sum(is_right for _, is_right in inside), len(inside))
            lines.append(
                f"  {index / _BINS:.1f}-{(index + 1) / _BINS:.1f}{len(inside):>6}{mean:>7.2f}  {_shown(right)}"
            )
    return "\n".join(lines) + "\n"


def confidences(predictions: Sequence[Prediction], target: str) -> list[tuple[float, bool]]:
    """Confidence in the label, and whether it was right, for tickets with both. `target`: category or priority."""
    found = []
    for one in predictions:
        confidence = getattr(one.suggestion.labels.confidence, target)
        actual = getattr(one.ticket, target)
        if confidence is not None and actual is not None:
            found.append((confidence, actual == getattr(one.suggestion.labels, target)))
    return found


def _groups(predictions: Sequence[Prediction], group: Callable[[Prediction], str]) -> list[str]:
    names = sorted({group(one) for one in predictions} - {""})
    if len(names) < 2:
        return []
    return [_line(f"  {name}", [one for one in predictions if group(one) == name]) for name in names]


def _line(name: str, predictions: Sequence[Prediction]) -> str:
    category = metrics.accuracy(_pairs(predictions, "category"))
    priorities = _pairs(predictions, "priority")
    shown = [_shown(one) for one in (category, metrics.accuracy(priorities), metrics.within_one_step(priorities))]
    return f"{name:<22}{len(predictions):>5}  " + "".join(f"{one:<18}" for one in shown)


def _pairs(predictions: Sequence[Prediction], target: str) -> list[Any]:
    return [
        (actual, getattr(one.suggestion.labels, target))
        for one in predictions
        if (actual := getattr(one.ticket, target)) is not None
    ]


def _shown(proportion: Proportion) -> str:
    if proportion.value is None or proportion.interval is None:
        return "-"
    return f"{proportion.value:.2f} ({proportion.interval[0]:.2f}-{proportion.interval[1]:.2f})"
