"""Datasets: what is read, and the error for an invalid line."""

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.dataset import InvalidDataset, read_dataset
from triage import Question


def write(path: Path, *rows: Any) -> Path:
    file = path / "rows.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return file


def test_a_ticket_is_read(tmp_path: Path) -> None:
    row = {"id": "a", "title": "T", "description": "D", "category": "billing", "priority": "low", "hard": ["typos"]}
    (one,) = read_dataset(write(tmp_path, row))
    assert (one.id, one.category, one.priority, one.lang, one.hard) == ("a", "billing", "low", "en", ("typos",))
    assert one.question == Question(description="D", title="T")


def test_one_label_is_enough_and_blank_lines_are_skipped(tmp_path: Path) -> None:
    rows = {"description": "D", "category": "general"}, "", {"description": "E", "priority": "low"}
    tickets = read_dataset(write(tmp_path, *rows))
    assert [(one.category, one.priority, one.title) for one in tickets] == [("general", None, ""), (None, "low", "")]


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    file = write(tmp_path, json.dumps({"description": "a\u2028b", "category": "general"}, ensure_ascii=False))
    assert read_dataset(file)[0].description == "a\u2028b"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "line 2: not JSON"),
        ("[1]", "line 2: not an object"),
        ({"description": " ", "category": "general"}, "line 2: description must be"),
        ({"description": 5, "category": "general"}, "line 2: description must be"),
        ({"description": "D", "title": 5, "category": "general"}, "line 2: title must be text"),
        ({"description": "D", "category": "sales"}, "line 2: category 'sales' is none of"),
        ({"description": "D", "priority": "urgent"}, "line 2: priority 'urgent' is none of"),
        ({"description": "D", "priority": ["low"]}, "line 2: priority .* is none of"),
        ({"description": "D"}, "line 2: neither category nor priority"),
        ({"description": "D", "category": "general", "hard": "typos"}, "line 2: hard must be"),
    ],
)
def test_an_invalid_line_is_named(tmp_path: Path, line: Any, problem: str) -> None:
    with pytest.raises(InvalidDataset, match=problem):
        read_dataset(write(tmp_path, {"description": "D", "category": "general"}, line))


def test_a_missing_file_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataset, match="cannot be read"):
        read_dataset(tmp_path / "missing.jsonl")
    with pytest.raises(InvalidDataset, match="no tickets"):
        read_dataset(write(tmp_path, ""))
