"""The learner: it finds what the numbers say, and stays where it is held."""

import pytest

from evaluation.softmax import Example, Pull, fit, fit_temperature, probabilities


def test_without_examples_the_weights_stay_where_they_are_pulled() -> None:
    assert fit([], [Pull((0.5, -0.5), 1.0)], 2) == [[0.5, -0.5]]


def test_one_feature_finds_the_balance_of_evidence_and_pull() -> None:
    # d/dw of log(1 + exp(-2w)) * 4 examples against strength 1 on each of two weights w and -w: w = 4 / (1 + exp(2w)).
    (found,) = fit([Example(((0, 1.0),), 0)] * 4, [Pull((0.0, 0.0), 1.0)], 2)
    assert found[0] == pytest.approx(-found[1], abs=1e-3)
    assert found[0] == pytest.approx(0.7408, abs=1e-3)


def test_what_is_held_harder_moves_less() -> None:
    examples = [Example(((0, 1.0), (1, 1.0)), 0)] * 5
    loose, tight = fit(examples, [Pull((0.0, 0.0), 0.5), Pull((0.0, 0.0), 50.0)], 2)
    assert loose[0] > 10 * tight[0] > 0


def test_an_example_that_counts_double_counts_as_two() -> None:
    pulls = [Pull((0.0, 0.0), 1.0)]
    double = fit([Example(((0, 1.0),), 0, weight=2.0)], pulls, 2)[0][0]
    assert double == pytest.approx(fit([Example(((0, 1.0),), 0)] * 2, pulls, 2)[0][0], abs=1e-4)


def test_probabilities() -> None:
    assert probabilities([0.0, 0.0]) == [0.5, 0.5]
    assert probabilities([1000.0, 0.0]) == [1.0, 0.0]
    assert probabilities([2.0, 0.0], temperature=2.0) == pytest.approx(probabilities([1.0, 0.0]))


def test_the_temperature_cools_what_was_too_sure() -> None:
    sure, half_right = [[4.0, 0.0]] * 10, [0] * 6 + [1] * 4
    assert fit_temperature(sure, half_right) > 3
    assert fit_temperature([[1.0, 0.0]] * 10, [0] * 10) == pytest.approx(0.4)
