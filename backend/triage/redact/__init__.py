"""What names a person or opens a door, taken out of a text before it leaves the premises.

It replaces what has a recognisable form: addresses, telephone numbers, card and bank account numbers that pass their
check digits, keys and tokens. It does not know names, diagnoses or whatever else a ticket may tell.
"""

from collections.abc import Callable, Iterable
from typing import Final

from triage.redact.contact import emails, ip_addresses, phones
from triage.redact.payment import cards, ibans
from triage.redact.secrets import secrets

Span = tuple[int, int]

# Secrets first, or the password in a URL would be taken for part of an e-mail address; telephone numbers last, for
# they have the least form of their own.
_PASSES: Final[dict[str, Callable[[str], Iterable[Span]]]] = {
    "secret": secrets,
    "email": emails,
    "iban": ibans,
    "card": cards,
    "ip": ip_addresses,
    "phone": phones,
}


def redact(text: str) -> tuple[str, dict[str, int]]:
    """The text with `[kind]` in place of every find, and how many of each kind there were.

    The time it takes grows with the length of the text only, whatever is in it.
    """
    counts: dict[str, int] = {}
    for kind, find in _PASSES.items():
        parts: list[str] = []
        end = 0
        for start, stop in sorted(find(text)):
            if start < end:  # found by two patterns
                end = max(end, stop)
                continue
            parts += (text[end:start], f"[{kind}]")
            end = stop
            counts[kind] = counts.get(kind, 0) + 1
        text = "".join((*parts, text[end:]))
    return text, counts


__all__ = ["redact"]
