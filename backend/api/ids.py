"""Ids of tickets and notes in URLs."""

from typing import Final

from rest_framework.exceptions import NotFound

BIGINT_MAX: Final = 2**63 - 1


def is_id(text: str) -> bool:
    """Whether this is an id in its canonical form.

    int() also accepts " 7", "+7", "1_0" and other digits, which would be further URLs for the same ticket.
    """
    return text.isascii() and text.isdecimal() and len(text) <= 19 and 0 < int(text) <= BIGINT_MAX


def ticket_id_or_404(text: str) -> int:
    """The id in a URL. Raises NotFound."""
    if not is_id(text):
        raise NotFound
    return int(text)
