"""Files of labelled tickets: what is read, and what is said about a line that cannot be."""

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.dataset import BadRowsError, read_rows
from triage import Question


def write(path: Path, *rows: Any) -> Path:
    file = path / "rows.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return file


def test_a_row_is_read(tmp_path: Path) -> None:
    ticket = {"id": "a", "title": "T", "description": "D", "category": "billing", "priority": "low", "hard": ["typos"]}
    (row,) = read_rows(write(tmp_path, ticket))
    assert (row.id, row.category, row.priority, row.lang, row.hard) == ("a", "billing", "low", "en", ("typos",))
    assert row.question == Question(description="D", title="T")


def test_one_label_is_enough_and_blank_lines_are_none(tmp_path: Path) -> None:
    rows = read_rows(
        write(tmp_path, {"description": "D", "category": "general"}, "", {"description": "E", "priority": "low"})
    )
    assert [(row.category, row.priority, row.title) for row in rows] == [("general", None, ""), (None, "low", "")]


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    file = write(tmp_path, json.dumps({"description": "a\u2028b", "category": "general"}, ensure_ascii=False))
    assert read_rows(file)[0].description == "a\u2028b"


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
def test_a_wrong_line_is_named(tmp_path: Path, line: Any, problem: str) -> None:
    with pytest.raises(BadRowsError, match=problem):
        read_rows(write(tmp_path, {"description": "D", "category": "general"}, line))


def test_no_file_and_no_rows(tmp_path: Path) -> None:
    with pytest.raises(BadRowsError, match="cannot be read"):
        read_rows(tmp_path / "missing.jsonl")
    with pytest.raises(BadRowsError, match="no tickets"):
        read_rows(write(tmp_path, ""))
