"""Which characters a field of one line refuses, in the API, in forms, in imports and in the database's constraints."""

import re
from typing import Any, Final

from django.core.exceptions import ValidationError

# Control characters, line and paragraph separators, and the characters that turn the direction of the text around
# them. Marks (U+200E, U+200F, U+061C) and joiners (U+200C, U+200D) stay: Arabic, Hebrew, Persian, Indian scripts and
# emoji need them, and they turn nothing beyond their place. Python and PostgreSQL read this expression alike.
REFUSED: Final = r"[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]"
_REFUSED: Final = re.compile(REFUSED)
_LINE_ENDS: Final = "\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"


def one_line_error(text: str) -> tuple[str, str] | None:
    """The message about the first refused character, which names it, and its code; None if the text is one line.

    >>> one_line_error("Printer\\x1b[2J")
    ('Control characters are not allowed (U+001B).', 'control_character_not_allowed')
    """
    found = _REFUSED.search(text)
    if found is None:
        return None
    character = found[0]
    if character in _LINE_ENDS:
        kind, code = "Line ends", "line_end_not_allowed"
    elif character == "\t":
        kind, code = "Tabs", "tab_not_allowed"
    elif character < "\u2028":
        kind, code = "Control characters", "control_character_not_allowed"
    else:
        kind, code = "Characters that turn the direction of text", "direction_character_not_allowed"
    return f"{kind} are not allowed (U+{ord(character):04X}).", code


def validate_one_line(value: Any) -> None:
    """A validator of model fields, so that forms name the character. Raises Django's ValidationError."""
    if isinstance(value, str) and (error := one_line_error(value)):
        raise ValidationError(error[0], code=error[1])
