"""Learning the keyword weights: which features count, and that a held-out source is not learned from."""

from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.cross_validation import calibrate, leave_one_source_out, predictions
from evaluation.dataset import InvalidDataset, LabelledTicket, evaluation_set
from evaluation.learn_keywords import as_text, cross_validated, main, refuse_evaluation_tickets
from evaluation.learning import featurize, hand_made_weights, learn
from triage import Category

BLUE = "the quexel is wobbling"
MINE = "my snorfel is wobbling"


def ticket(number: int, description: str, category: Category, source: str) -> LabelledTicket:
    return LabelledTicket(str(number), description, category=category, priority="low", source=source)


def tickets_of(*sources: str) -> list[LabelledTicket]:
    found: list[LabelledTicket] = []
    for source in sources:
        found += [ticket(i, BLUE, "billing", source) for i in range(6)] + [
            ticket(i, MINE, "account", source) for i in range(6)
        ]
    return found


def test_words_of_two_sources_are_learned() -> None:
    model = learn(featurize(tickets_of("one", "two")), "category")
    billing, _, account, _ = model.weights["quexel"]
    assert billing > 0 > account
    scores = model.scores(featurize([ticket(1, "a quexel", "billing", "x")])[0].features)
    assert scores.index(max(scores)) == 0


def test_words_of_one_source_only_are_not_learned() -> None:
    assert "quexel" not in learn(featurize(tickets_of("one-a", "one-b")), "category").weights


def test_a_ticket_without_the_label_is_not_learned_from() -> None:
    samples = featurize([replace(one, priority=None) for one in tickets_of("one", "two")])
    assert "quexel" not in learn(samples, "priority").weights


def test_a_feature_without_samples_keeps_its_hand_made_weight() -> None:
    model = learn(featurize(tickets_of("one", "two")), "category")
    assert model.weights["@refund"] == pytest.approx(hand_made_weights("category")["@refund"])


def test_a_source_is_predicted_from_the_others() -> None:
    samples = featurize([*tickets_of("one"), *tickets_of("two"), *tickets_of("own")])
    told: list[str] = []
    held_out = leave_one_source_out(samples, told.append)
    assert told == ["one", "two"]
    assert {one.ticket.source for one in held_out} == {"one", "two"}
    answers = predictions(held_out, calibrate(held_out))
    assert all(one.suggestion.labels.category == one.ticket.category for one in answers)
    assert "one" in cross_validated(held_out, (1.0, 1.0))


def test_a_source_with_contrary_labels_is_not_predicted_from_itself() -> None:
    contrary = [ticket(i, BLUE, "account", "odd") for i in range(40)]
    held_out = leave_one_source_out(featurize([*tickets_of("one"), *tickets_of("two"), *contrary]), lambda _: None)
    odd = [one for one in predictions(held_out, (1.0, 1.0)) if one.ticket.source == "odd"]
    assert {one.suggestion.labels.category for one in odd} == {"billing"}


def test_the_file_names_its_sources_and_holds_whole_hundredths() -> None:
    learned_from = tickets_of("one", "two")
    text = as_text([learn(featurize(learned_from), "category")], (1.0, 1.25), learned_from)
    lines = text.splitlines()
    assert "Learned from 24 tickets: one, two." in lines[3]
    assert "=temperatures\t100 125" in lines
    quexel = next(line for line in lines if line.startswith("quexel\t"))
    assert len(quexel.split("\t")[1].split()) == 8
    assert lines[4:] == sorted(lines[4:])


def test_tickets_of_the_evaluation_set_are_refused() -> None:
    with pytest.raises(InvalidDataset, match="belongs to an evaluation set"):
        refuse_evaluation_tickets([evaluation_set()[0]])


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path / "none.jsonl")])
    assert "none.jsonl: cannot be read" in capsys.readouterr().err
