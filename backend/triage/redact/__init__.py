"""Removes personal identifiers and secrets from text before it leaves the premises.

It replaces e-mail and IP addresses, keys and tokens, and every number of seven or more digits that is not positively
harmless (see `harmless`). It does not recognise names, diagnoses or other free text.
"""

from collections.abc import Callable, Iterable
from typing import Final

from triage.redact.contact import emails, ip_addresses, phones
from triage.redact.folding import fold
from triage.redact.naming import name
from triage.redact.numbers import ids, numbers, whole
from triage.redact.payment import cards, ibans
from triage.redact.secrets import secrets
from triage.text import clean

Span = tuple[int, int]

# In this order: secrets first, or the password in a URL would be taken for part of an e-mail address; then
# from the most specific format to the least: numbers last, which takes what nothing else knows.
_FINDERS: Final[dict[str, Callable[[str], Iterable[Span]]]] = {
    "secret": secrets,
    "email": emails,
    "iban": ibans,
    "card": cards,
    "ip": ip_addresses,
    "phone": lambda text: whole(text, phones(text)),
    "id": lambda text: whole(text, ids(text)),
    "number": numbers,
}


def _longest_first(span: Span) -> Span:
    return span[0], -span[1]


# A name takes 0.2 ms. A text with more numbers than this is a list, and its further ones are called [number].
_MAX_NAMED: Final = 50


def redact(text: str, regions: Iterable[str] = ()) -> tuple[str, dict[str, int]]:
    """The text with `[kind]` in place of every match, and the number of matches of each kind.

    The text is folded first (see `folding`): a number in full-width digits is a number. Takes linear time, whatever
    the text. A number of no known form is named by `naming`, with telephone numbers of the regions.
    """
    regions = tuple(regions)
    folded = fold(text)
    if folded != text:
        text = clean(folded)  # folding can make a chat-template token of full-width characters
    counts: dict[str, int] = {}
    for kind, find in _FINDERS.items():
        parts: list[str] = []
        end = 0
        for start, stop in sorted(find(text), key=_longest_first):
            if start < end:  # matched by two patterns
                end = max(end, stop)
                continue
            named = kind
            if kind == "number" and len(parts) < 2 * _MAX_NAMED:
                named = name(text[start:stop], regions)
            parts += (text[end:start], f"[{named}]")
            end = stop
            counts[named] = counts.get(named, 0) + 1
        text = "".join((*parts, text[end:]))
    return text, counts


__all__ = ["redact"]
