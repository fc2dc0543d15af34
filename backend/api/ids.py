"""The numbers of tickets and notes as they stand in addresses."""

from typing import Final

from rest_framework.exceptions import NotFound

BIGINT_MAX: Final = 2**63 - 1


def is_number(text: str) -> bool:
    """Whether this is the one way to write a number that a row can have.

    int() alone would also take " 7", "+7", "1_0" and Arabic digits: other addresses for the same ticket.
    """
    return text.isascii() and text.isdecimal() and len(text) <= 19 and 0 < int(text) <= BIGINT_MAX


def ticket_number(text: str) -> int:
    """The number in an address. Raises NotFound."""
    if not is_number(text):
        raise NotFound
    return int(text)
