"""From predictions to a report, and from reports to a table."""

import json

import pytest

from evaluation.dataset import LabelledTicket
from evaluation.metrics import Proportion
from evaluation.predictions import Prediction, predict
from evaluation.report import make_report
from evaluation.table import table
from triage import Category, Confidence, FellThrough, Labels, Priority, Question, Suggestion


def suggestion(category: Category, priority: Priority, sure: float | None = 0.9) -> Suggestion:
    return Suggestion(Labels(category, priority, Confidence(sure, sure)), "ollama", "m", (), 1)


def ticket(category: Category | None, priority: Priority | None = None) -> LabelledTicket:
    return LabelledTicket(id="r", description="D", category=category, priority=priority)


PREDICTIONS = [
    Prediction(ticket("billing", "low"), suggestion("billing", "low"), 10.0),
    Prediction(ticket("billing", "critical"), suggestion("general", "high", 0.2), 20.0),
    Prediction(ticket("account"), suggestion("account", "low", None), 30.0),
    Prediction(
        ticket("account", "low"),
        Suggestion(Labels("account", "low"), "keywords", None, (FellThrough("ollama", "timeout"),), 1),
        900.0,
    ),
]


def test_the_figures_are_of_what_the_source_answered_itself() -> None:
    report = make_report("m", "ollama", PREDICTIONS, threshold=0.5)
    assert report.tickets == 4
    assert report.answered == Proportion(3, 4)
    assert report.unanswered_because == {"timeout": 1}
    # One was unsure, one was not measured and so filled in, one was left to the keywords.
    assert report.prefilled == Proportion(2, 4)
    assert report.category.accuracy == Proportion(2, 3)
    assert report.priority.accuracy == Proportion(1, 2)
    assert report.within_one_step == Proportion(2, 2)
    assert report.critical_recall == Proportion(0, 1)
    assert report.critical_precision == Proportion(0, 0)
    assert report.category.calibration_error == pytest.approx((0.1 + 0.2) / 2)
    assert (report.latency_p50, report.latency_p95) == (20.0, 29.0)


def test_a_report_is_plain_json() -> None:
    figures = json.loads(json.dumps(make_report("m", "ollama", PREDICTIONS, threshold=0.5).as_dict()))
    assert figures["category"]["accuracy"]["value"] == pytest.approx(2 / 3)
    assert figures["category"]["accuracy"]["n"] == 3
    assert figures["priority"]["critical_precision"] == {"value": None, "count": 0, "n": 0, "interval": None}
    assert figures["latency_ms"] == {"p50": 20.0, "p95": 29.0}


def test_a_source_that_never_answered_has_no_figures() -> None:
    report = make_report("m", "openai", PREDICTIONS)
    assert report.answered == Proportion(0, 4)
    assert report.category.accuracy.value is None
    assert report.latency_p50 is None
    assert "answered" in table([report])


def test_two_reports_stand_side_by_side() -> None:
    lines = table([make_report("one", "ollama", PREDICTIONS), make_report("two", "keywords", PREDICTIONS)]).splitlines()
    assert lines[0].split() == ["one", "two"]
    accuracy = next(line for line in lines if line.startswith("category accuracy"))
    assert accuracy.split() == ["category", "accuracy", "0.667", "(0.21-0.94)", "n=3", "1.000", "(0.21-1.00)", "n=1"]
    assert "one: category, actual (rows) and predicted (columns)" in lines


def test_predict_times_each_call() -> None:
    ticks = iter([1.0, 1.5, 2.0, 2.25])

    def classify(question: Question) -> Suggestion:
        return suggestion("billing", "low")

    predictions = list(predict([ticket("billing"), ticket("account")], classify, clock=lambda: next(ticks)))
    assert [one.milliseconds for one in predictions] == [500.0, 250.0]
    assert all(one.answered_by("ollama") for one in predictions)
