"""The documents stay short and plain: length, width, tables of facts, and no words that only we use."""

import re
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, pages, prose, rows, shown

README_LINES = 110
WIDTH = 120
CELL = 160
# A private paraphrase, and the field's word for it.
PRIVATE = {
    r"\blogs? of writes\b": "write-ahead log",
    r"\bone hand\b": "by one worker",
    r"\bhand on a console\b": "raw SQL",
    r"\bone door\b|\bdoor for\b": "reverse proxy",
    r"\bpatience\b": "timeout",
    r"\bmarked words\b|\bwords marked\b": "highlighted",
    r"\bthe way back\b": "roll back",
    r"\bthink(?:s)? aloud\b": "reason aloud",
}


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < README_LINES


@pytest.mark.parametrize("document", pages(), ids=shown)
def test_lines_of_prose_wrap(document: Path) -> None:
    lines = prose(document.read_text(encoding="utf-8")).splitlines()
    long = [number for number, line in enumerate(lines, start=1) if len(line) > WIDTH and not line.startswith("|")]
    assert long == []


@pytest.mark.parametrize("document", pages(), ids=shown)
def test_tables_hold_facts_not_paragraphs(document: Path) -> None:
    cells = [cell for row in rows(document.read_text(encoding="utf-8")) for cell in row]
    assert [cell for cell in cells if len(cell) > CELL] == []


@pytest.mark.parametrize("document", pages(), ids=shown)
def test_the_words_are_the_fields(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert {word: better for word, better in PRIVATE.items() if re.search(word, text, re.IGNORECASE)} == {}
