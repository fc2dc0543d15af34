"""Folds the many spellings of one character, so that a pattern needs to know only one of them."""

import html
import re
import unicodedata
from typing import Final

# Characters that show nothing and are no format characters: fillers of Korean, a blank Braille cell; and the Arabic
# line that only stretches a word.
_BLANK: Final = "\u0640\u115f\u1160\u3164\uffa0\u2800\u034f"
# Marks on a digit: strokes, keycaps, variation selectors. Joiners beside ASCII, which no script needs there.
_MARKS: Final = re.compile("(?<=[0-9])[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f]+")
_JOINERS: Final = re.compile("(?<=[\x21-\x7e])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x21-\x7e])")


def fold(text: str) -> str:
    """The text in compatibility form (NFKC), with ASCII digits, spaces and hyphens, and without blank characters.

    HTML entities become their characters.
    """
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text)
    # Each different character is looked up once, however long the text is.
    folded = folded.translate({ord(char): _plain(char) for char in set(folded) if not char.isascii()})
    return _MARKS.sub("", _JOINERS.sub("", folded))


def _plain(char: str) -> str:
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if char in _BLANK:
        return ""
    match unicodedata.category(char):
        case "Zs":
            return " "
        case "Pd":
            return "-"
        case "Cf" if char not in "\u200c\u200d":
            return ""
    return "-" if char in "\u2212\u02d7\u2043" else char
