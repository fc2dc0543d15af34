"""E-mail addresses, IP addresses and telephone numbers."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from typing import Final

# Also as links write it, percent-encoded once or more often, and as people hide or split it: "(at)", " [dot] ", " @ ".
_IN_BRACKETS: Final = r"\s?(?:\({0}\)|\[{0}\]|\{{{0}\}}|<{0}>)\s?"
_AT: Final = rf"(?:\s?@{{1,2}}\s?|_(?i:at)_|%(?:25){{0,3}}40|{_IN_BRACKETS.format('(?i:at|ät)')})"
_DOT: Final = rf"(?:[.,]| \. |_(?i:dot)_|\u3002|%(?:25){{0,3}}2[Ee]|{_IN_BRACKETS.format('(?i:dot|punkt)')})"
_TOP: Final = r"(?:xn--[\w-]{1,59}|[^\W\d_]{2,24})"
_HOST: Final = rf"(?:[\w-]{{1,63}}{_DOT}){{1,8}}{_TOP}"
# The lookbehind starts a match only at the start of a run; within one every start would scan to its end.
_EMAIL: Final = re.compile(rf"(?<![\w.%+'-])[\w.%+'-]+{_AT}{_HOST}")
_QUOTED_EMAIL: Final = re.compile(rf'"[^"@\n]{{1,64}}"{_AT}{_HOST}')
# "at" alone is an ordinary word: only where "dot" is spelled out too.
_SPELLED_EMAIL: Final = re.compile(
    rf"(?<![\w.%+'-])[\w.%+'-]+ (?i:at|ät) (?:[\w-]{{1,63}} (?i:dot|punkt) ){{1,8}}{_TOP}(?!\w)"
)

_IPV4: Final = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)")
_IPV6: Final = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]{3,39}(?:\.\d{1,3}){0,3}(?![\w:])")
# Four numbers with dots are often a version. The word before decides.
_VERSION_BEFORE: Final = re.compile(
    r"(?:\bv|\bver|version|release|build|firmware|driver|treiber|stand|update|patch)\.?[ :]{0,2}$", re.IGNORECASE
)

# With a country code; as "(555) 123-4567"; as "030 1234567" and "0171/1234567"; as "01 23 45 67 89"; digits only.
_INTERNATIONAL: Final = re.compile(r"(?<![\w+.-])(?:\+|(?<!\d )00)[1-9](?:[ ./()-]{0,2}\d){6,13}(?!\w)")
_NORTH_AMERICAN: Final = re.compile(r"(?<![\w.-])(?:\([2-9]\d\d\) ?|[2-9]\d\d[-. ])[2-9]\d\d[-. ]\d{4}(?![\w-])")
_WITH_AREA_CODE: Final = re.compile(
    r"(?<![\w.,:/#-])(?<!\d )(?:0[1-9]\d{1,4}|\(0[1-9]\d{1,4}\))[ /-]{1,3}\d(?:[ /-]?\d){4,9}(?![\w/-])"
)
_PAIRS: Final = re.compile(r"(?<![\w.,:/#-])(?<!\d )0[1-9](?:[ .-]\d\d){4}(?![\w.-])")
_BARE: Final = re.compile(r"(?<![\w.,:/#-])(?<!\d )0[1-9]\d{8,10}(?![\w-])")
_AFTER_LABEL: Final = re.compile(
    r"\b(?:tel|telephone|phone|mobile|cell|fax|call(?: me)?(?: back)?(?: at| on)?|telefon|telefonnummer|handy|mobil|"
    r"rückruf|téléphone|portable|teléfono|móvil|telefone|telefono|cellulare)"
    r"(?: (?:no|nr|number))?\.?[ :]{1,3}(?P<number>[+(]?\d(?:[ ./()-]{0,2}\d){5,14})(?!\w)",
    re.IGNORECASE,
)
# Labels of other numbers: the digits after such a word are no telephone number.
_OTHER_LABEL_BEFORE: Final = re.compile(
    r"(?<![A-Za-z])(?:order|invoice|ticket|case|ref|reference|isbn|serial|part|item|customer|account|tracking|contract|po|"
    r"bestellung|bestell|rechnung|rechnungs|auftrag|auftrags|kunden|vertrag|sendung|commande|facture|pedido|factura|"
    r"ordine|fattura)[ -]?(?:no|nr|number|nummer|num|id|code|n°)?[.:# ]{0,3}$",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[tuple[int, int]]:
    """The spans of e-mail addresses, also quoted, percent-encoded, split by blanks or with "at" and "dot" in words."""
    for pattern in (_QUOTED_EMAIL, _SPELLED_EMAIL, _EMAIL):
        yield from (match.span() for match in pattern.finditer(text))


def ip_addresses(text: str) -> Iterator[tuple[int, int]]:
    """The spans of IPv4 and IPv6 addresses; not versions, times or names with colons."""
    for match in _IPV4.finditer(text):
        if _is_ipv4(match[0]) and not _VERSION_BEFORE.search(text, max(0, match.start() - 20), match.start()):
            yield match.span()
    yield from (match.span() for match in _IPV6.finditer(text) if _is_ipv6(match[0]))


def _is_ipv4(text: str) -> bool:
    try:
        IPv4Address(text)
    except ValueError:
        return False
    return True


def _is_ipv6(text: str) -> bool:
    # "add::feed" is a valid address, but one without any digit is more likely a name in source code.
    if text.count(":") < 2 or not any(char.isdigit() for char in text):
        return False
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


def phones(text: str) -> Iterator[tuple[int, int]]:
    """The spans of telephone numbers; not order numbers, dates, ISBNs or amounts."""
    yield from (match.span("number") for match in _AFTER_LABEL.finditer(text))
    for pattern in (_INTERNATIONAL, _NORTH_AMERICAN, _WITH_AREA_CODE, _PAIRS, _BARE):
        yield from (match.span() for match in pattern.finditer(text) if not _is_other_number(text, match))


def _is_other_number(text: str, match: re.Match[str]) -> bool:
    if _OTHER_LABEL_BEFORE.search(text, max(0, match.start() - 30), match.start()):
        return True
    digits = "".join(char for char in match[0] if char.isdigit())
    return len(digits) == 10 and match.re is _BARE and _is_isbn10(digits)


def _is_isbn10(digits: str) -> bool:
    return sum(int(digit) * (10 - index) for index, digit in enumerate(digits)) % 11 == 0
