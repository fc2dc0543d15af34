"""Logistic regression with a prior: known optima, and the temperature of its scores."""

import pytest

from evaluation.softmax import Example, Prior, fit, fit_temperature, probabilities


def test_without_examples_the_weights_are_the_mean_of_the_prior() -> None:
    assert fit([], [Prior((0.5, -0.5), 1.0)], 2) == [[0.5, -0.5]]


def test_one_feature_balances_examples_and_prior() -> None:
    # d/dw of log(1 + exp(-2w)) * 4 examples against strength 1 on each of two weights w and -w: w = 4 / (1 + exp(2w)).
    (found,) = fit([Example(((0, 1.0),), 0)] * 4, [Prior((0.0, 0.0), 1.0)], 2)
    assert found[0] == pytest.approx(-found[1], abs=1e-3)
    assert found[0] == pytest.approx(0.7408, abs=1e-3)


def test_a_stronger_prior_moves_less() -> None:
    examples = [Example(((0, 1.0), (1, 1.0)), 0)] * 5
    loose, tight = fit(examples, [Prior((0.0, 0.0), 0.5), Prior((0.0, 0.0), 50.0)], 2)
    assert loose[0] > 10 * tight[0] > 0


def test_an_example_of_weight_two_counts_as_two_examples() -> None:
    priors = [Prior((0.0, 0.0), 1.0)]
    double = fit([Example(((0, 1.0),), 0, weight=2.0)], priors, 2)[0][0]
    assert double == pytest.approx(fit([Example(((0, 1.0),), 0)] * 2, priors, 2)[0][0], abs=1e-4)


def test_probabilities() -> None:
    assert probabilities([0.0, 0.0]) == [0.5, 0.5]
    assert probabilities([1000.0, 0.0]) == [1.0, 0.0]
    assert probabilities([2.0, 0.0], temperature=2.0) == pytest.approx(probabilities([1.0, 0.0]))


def test_the_temperature_lowers_overconfident_scores() -> None:
    sure, half_right = [[4.0, 0.0]] * 10, [0] * 6 + [1] * 4
    assert fit_temperature(sure, half_right) > 3
    assert fit_temperature([[1.0, 0.0]] * 10, [0] * 10) == pytest.approx(0.4)
