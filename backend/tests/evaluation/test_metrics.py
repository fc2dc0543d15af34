"""The metrics against numbers computed by hand."""

import pytest

from evaluation import metrics
from evaluation.metrics import Proportion

PAIRS = [
    ("billing", "billing"),
    ("billing", "billing"),
    ("billing", "general"),
    ("account", "account"),
    ("account", "billing"),
    ("general", "general"),
]
LEVELS = [("low", "low"), ("low", "high"), ("high", "critical"), ("critical", "critical"), ("critical", "low")]


def test_accuracy() -> None:
    assert metrics.accuracy(PAIRS) == Proportion(4, 6)
    assert metrics.accuracy(PAIRS).value == pytest.approx(0.6667, abs=1e-4)


@pytest.mark.parametrize(
    ("proportion", "low", "high"),
    [
        (Proportion(70, 100), 0.6042, 0.7811),
        (Proportion(0, 10), 0.0, 0.2775),
        (Proportion(10, 10), 0.7225, 1.0),
        (Proportion(1, 2), 0.0945, 0.9055),
    ],
)
def test_wilson_interval(proportion: Proportion, low: float, high: float) -> None:
    assert proportion.interval is not None
    assert list(proportion.interval) == pytest.approx([low, high], abs=1e-4)


def test_a_proportion_of_no_pairs_has_no_value() -> None:
    assert Proportion(0, 0).value is None
    assert Proportion(0, 0).interval is None


def test_macro_f1() -> None:
    # billing: 2 correct of 3 actual and 3 predicted, 4/6; account: 1 of 2 and 1, 2/3; general: 1 of 1 and 2, 2/3.
    assert metrics.macro_f1(PAIRS, ("billing", "technical", "account", "general")) == pytest.approx(2 / 3)
    assert metrics.macro_f1([], ("billing",)) is None


def test_macro_f1_interval_is_repeatable_and_holds_the_figure() -> None:
    labels = ("billing", "account", "general")
    interval = metrics.macro_f1_interval(PAIRS * 10, labels)
    assert interval is not None
    assert interval == metrics.macro_f1_interval(PAIRS * 10, labels)
    assert interval[0] < 2 / 3 < interval[1]
    assert metrics.macro_f1_interval([], labels) is None


def test_confusion() -> None:
    assert metrics.confusion(PAIRS, ("billing", "account", "general")) == [[2, 0, 1], [1, 1, 0], [0, 0, 1]]


def test_within_one_step() -> None:
    assert metrics.within_one_step(LEVELS) == Proportion(3, 5)


def test_recall_and_precision_of_critical() -> None:
    assert metrics.recall(LEVELS, "critical") == Proportion(1, 2)
    assert metrics.precision(LEVELS, "critical") == Proportion(1, 2)
    assert metrics.recall([], "critical") == Proportion(0, 0)


def test_calibration_error() -> None:
    # Two answers at .9, one right: off by .4 each. Two at .2, none right: off by .2 each.
    assert metrics.calibration_error([0.9, 0.9, 0.2, 0.2], [True, False, False, False]) == pytest.approx(0.3)
    assert metrics.calibration_error([1.0], [True]) == 0
    assert metrics.calibration_error([], []) is None


def test_percentile() -> None:
    assert metrics.percentile([4, 1, 3, 2], 50) == 2.5
    assert metrics.percentile([1, 2, 3], 0) == 1
    assert metrics.percentile([1, 2, 3], 100) == 3
    assert metrics.percentile([7], 95) == 7
    with pytest.raises(ValueError, match="no values"):
        metrics.percentile([], 50)
