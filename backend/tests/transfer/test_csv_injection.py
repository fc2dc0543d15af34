"""No cell of an export begins with a formula sign, whatever separator a spreadsheet splits at."""

import csv
import io
import re
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transfer.services.csv_injection import escape_formula, unescape_formula

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
SEPARATORS = ";,\t|"
risky = st.text(st.sampled_from([*SIGNS, *SEPARATORS, *"'\"\r\n \u00a0\u2028a1"]), max_size=12)


def written(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(["1", *map(escape_formula, cells)])
    return text.getvalue()


def read_cells(text: str) -> list[str]:
    """Every cell that some reader may see: at each separator, with and without quotes and line ends in cells."""
    cells = re.split(rf"[{SEPARATORS}\r\n]", text)
    for separator in SEPARATORS:
        cells += chain.from_iterable(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        cells += chain.from_iterable(csv.reader(text.splitlines(), delimiter=separator))
    return cells


@given(st.lists(risky, min_size=1, max_size=4))
@example(["Drucker;=1+1;", 'Guten Tag\n=HYPERLINK("http://x")', "a;=cmd|' /C calc'!A0"])
@example(['x;"=1', "y| \t-1", "\uff1d1"])
def test_no_cell_begins_with_a_formula_sign_for_any_separator(cells: list[str]) -> None:
    for cell in read_cells(written(cells)):
        assert cell.lstrip('" \u00a0\t\r\n\u2028')[:1] not in tuple(SIGNS), cell


@given(risky | st.text(max_size=12))
def test_unescaping_gives_the_text_back(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("'=1", "''=1"),
        ("\uff1d1", "'\uff1d1"),
        ("Drucker;=1+1;", "Drucker;'=1+1;"),
        ("Guten Tag\n=1", "Guten Tag\n'=1"),
        ('a|b,  "=1', "a|b,  \"'=1"),
        ("a;'=1", "a;''=1"),
        ("a=1; b - 2, c@example.org", "a=1; b - 2, c@example.org"),
        ("'tis; 'twas", "'tis; 'twas"),
        ("", ""),
    ],
)
def test_only_what_could_begin_a_formula_is_escaped(text: str, cell: str) -> None:
    assert escape_formula(text) == cell
