"""Escapes CSV cells that a spreadsheet would run as a formula: the export adds an apostrophe, the import removes it.

Source: OWASP, "CSV Injection".
"""

import re
from typing import Final

# The full-width forms too: some spreadsheets read them alike. An apostrophe before a formula is escaped as well, so
# that unescaping removes exactly one.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_ESCAPED_FORMULA: Final = re.compile(r"''*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def escape_formula(text: str) -> str:
    """
    >>> escape_formula("=1+1"), escape_formula("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """The text before `escape_formula`.

    >>> unescape_formula("'=1+1"), unescape_formula("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if _ESCAPED_FORMULA.match(text) else text
