"""Isolates what people wrote within a sentence, so that its direction does not reorder the text around it."""

import unicodedata
from typing import Final

# First strong isolate and pop directional isolate. postgres/one_line.py refuses both in names and titles.
BEGIN: Final = "\u2068"
END: Final = "\u2069"
RIGHT_TO_LEFT: Final = {"R", "AL", "AN"}


def isolated(text: str) -> str:
    """The text between isolates where its letters run from right to left; any other text as it is.

    >>> isolated("Printer")
    'Printer'
    """
    if any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in text):
        return f"{BEGIN}{text}{END}"
    return text
