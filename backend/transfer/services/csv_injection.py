"""Escapes CSV cells that a spreadsheet would run as a formula: the export adds apostrophes, the import removes them.

A spreadsheet may split at another separator than ours, as Excel does in German, and may not see our quotes. So a
formula sign is escaped at the beginning of a cell, and also after every separator or line end inside it.

Source: OWASP, "CSV Injection".
"""

import re
from typing import Final

_LINE_ENDS: Final = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_SEPARATORS: Final = rf";,|\t{_LINE_ENDS}"
# What a reader may drop between a separator and a formula: blanks, quotes and characters without width.
_DROPPED: Final = rf'(?:(?![{_SEPARATORS}])[\s"\u200b-\u200f\u2060\ufeff])*'
# The full-width forms too: some spreadsheets read them alike.
_SIGNS: Final = r"=+\-@\uff1d\uff0b\uff0d\uff20"
_BEGINNING: Final = rf"((?:\A|[{_SEPARATORS}]){_DROPPED})"
# An apostrophe before a formula is escaped as well, so that unescaping removes exactly one.
_FORMULA: Final = re.compile(rf"{_BEGINNING}(?='*[{_SIGNS}])")
_ESCAPED_FORMULA: Final = re.compile(rf"{_BEGINNING}'(?='*[{_SIGNS}])")
# A spreadsheet may drop these at the beginning of a cell.
_CONTROL: Final = re.compile(r"'*[\t\r\n]")
_ESCAPED_CONTROL: Final = re.compile(r"''*[\t\r\n]")


def escape_formula(text: str) -> str:
    """
    >>> escape_formula("=1+1"), escape_formula("1+1"), escape_formula("Printer; =1+1")
    ("'=1+1", '1+1', "Printer; '=1+1")
    """
    escaped = _FORMULA.sub(r"\1'", text)
    return f"'{escaped}" if _CONTROL.match(escaped) else escaped


def unescape_formula(text: str) -> str:
    """The text before `escape_formula`.

    >>> unescape_formula("'=1+1"), unescape_formula("'tis"), unescape_formula("Printer; '=1+1")
    ('=1+1', "'tis", 'Printer; =1+1')
    """
    return _ESCAPED_FORMULA.sub(r"\1", text[1:] if _ESCAPED_CONTROL.match(text) else text)
