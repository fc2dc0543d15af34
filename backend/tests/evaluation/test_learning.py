"""Learning the keyword weights again: which features count, and that a source left out teaches nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.cross_validation import calibrate, leave_each_source_out, outcomes
from evaluation.dataset import BadRowsError, Row, shipped_rows
from evaluation.learn_keywords import as_text, cross_validated, main, refuse_evaluation_rows
from evaluation.learning import by_hand, learn, read_all

BLUE = "the quexel is wobbling"
MINE = "my snorfel is wobbling"


def row(number: int, description: str, category: str, source: str) -> Row:
    return Row(str(number), description, category=category, priority="low", source=source)  # type: ignore[arg-type]


def rows(*sources: str) -> list[Row]:
    found: list[Row] = []
    for source in sources:
        found += [row(i, BLUE, "billing", source) for i in range(6)] + [
            row(i, MINE, "account", source) for i in range(6)
        ]
    return found


def test_words_of_two_sources_are_learned() -> None:
    model = learn(read_all(rows("one", "two")), "category")
    billing, _, account, _ = model.weights["quexel"]
    assert billing > 0 > account
    scores = model.scores(read_all([row(1, "a quexel", "billing", "x")])[0].features)
    assert scores.index(max(scores)) == 0


def test_the_jargon_of_one_source_is_not_learned() -> None:
    assert "quexel" not in learn(read_all(rows("one-a", "one-b")), "category").weights


def test_a_row_without_the_label_teaches_nothing_about_it() -> None:
    tickets = read_all([replace(one, priority=None) for one in rows("one", "two")])
    assert "quexel" not in learn(tickets, "priority").weights


def test_what_nothing_was_learned_about_keeps_its_weight_by_hand() -> None:
    model = learn(read_all(rows("one", "two")), "category")
    assert model.weights["@refund"] == pytest.approx(by_hand("category")["@refund"])


def test_a_source_is_predicted_without_itself() -> None:
    tickets = read_all([*rows("one"), *rows("two"), *rows("own")])
    told: list[str] = []
    left_out = leave_each_source_out(tickets, told.append)
    assert told == ["one", "two"]
    assert {one.ticket.row.source for one in left_out} == {"one", "two"}
    answers = outcomes(left_out, calibrate(left_out))
    assert all(one.suggestion.labels.category == one.row.category for one in answers)
    assert "one" in cross_validated(left_out, (1.0, 1.0))


def test_a_source_of_another_opinion_is_not_predicted_by_its_own_rows() -> None:
    contrary = [row(i, BLUE, "account", "odd") for i in range(40)]
    left_out = leave_each_source_out(read_all([*rows("one"), *rows("two"), *contrary]), lambda _: None)
    odd = [one for one in outcomes(left_out, (1.0, 1.0)) if one.row.source == "odd"]
    assert {one.suggestion.labels.category for one in odd} == {"billing"}


def test_the_file_names_its_sources_and_holds_whole_hundredths() -> None:
    learned_from = rows("one", "two")
    text = as_text([learn(read_all(learned_from), "category")], (1.0, 1.25), learned_from)
    lines = text.splitlines()
    assert "Learned from 24 tickets: one, two." in lines[3]
    assert "=temperatures\t100 125" in lines
    quexel = next(line for line in lines if line.startswith("quexel\t"))
    assert len(quexel.split("\t")[1].split()) == 8
    assert lines[4:] == sorted(lines[4:])


def test_tickets_of_the_evaluation_set_are_refused() -> None:
    with pytest.raises(BadRowsError, match="belongs to the evaluation set"):
        refuse_evaluation_rows([shipped_rows()[0]])


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path / "none.jsonl")])
    assert "none.jsonl: cannot be read" in capsys.readouterr().err
