"""Card numbers and IBANs with valid check digits."""

import re
from collections.abc import Iterator
from typing import Final

# Groups of digits with single spaces or hyphens between them, as people write card numbers.
_GROUPS: Final = re.compile(r"\d+(?:[ -]\d+)*")
_GROUP: Final = re.compile(r"\d+")
_MAX_CARD_DIGITS: Final = 19
_FIRST_DIGITS: Final = "23456"

_IBAN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}")
# Countries by the length of their IBANs, from the registry of ISO 13616.
_IBAN_COUNTRIES: Final = {
    15: "NO",
    16: "BE",
    18: "DK FI FO GL NL",
    19: "MK SI",
    20: "AT BA EE KZ LT LU XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HU LB PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU",
    31: "MT SC",
    32: "LC",
}
_IBAN_LENGTHS: Final = {country: length for length, names in _IBAN_COUNTRIES.items() for country in names.split()}


def cards(text: str) -> Iterator[tuple[int, int]]:
    """The spans of card numbers: the first digits and lengths that issuers use, and a valid Luhn checksum."""
    for run in _GROUPS.finditer(text):
        groups = [match.span() for match in _GROUP.finditer(text, *run.span())]
        next_group = 0
        for first in range(len(groups)):
            if first < next_group or text[groups[first][0]] not in _FIRST_DIGITS:
                continue
            # Other numbers may surround it ("order 77 4111 1111 1111 1111"), so every window is tried.
            for last in range(first, min(first + _MAX_CARD_DIGITS, len(groups))):
                start, stop = groups[first][0], groups[last][1]
                if stop - start > 2 * _MAX_CARD_DIGITS:
                    break
                digits = text[start:stop].replace(" ", "").replace("-", "")
                if _is_card(digits):
                    yield start, stop
                    next_group = last + 1
                    break


def _is_card(digits: str) -> bool:
    lengths: tuple[int, ...]
    match digits[0], digits[1:2]:
        case "3", "4" | "7":
            lengths = (15,)
        case "3", "0" | "6" | "8" | "9":
            lengths = (14, 16, 19)
        case "4", _:
            lengths = (13, 16, 19)
        case "2" | "3", _:
            lengths = (16,)
        case _:
            lengths = (16, 17, 18, 19)
    return len(digits) in lengths and digits.isascii() and _luhn(digits)


def _luhn(digits: str) -> bool:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of IBANs: the length of the country, and a valid checksum (MOD 97-10)."""
    position = 0
    while match := _IBAN.search(text, position):
        length = _IBAN_LENGTHS.get(match[0][:2].upper(), 0)
        # Words after the number match the pattern too: take as many characters as the country has.
        indexes = [index for index in range(*match.span()) if text[index] not in " -"][:length]
        number = "".join(text[index] for index in indexes)
        if length and len(number) == length and _is_iban(number):
            yield match.start(), indexes[-1] + 1
            position = indexes[-1] + 1
        else:
            position = match.start() + 4


def _is_iban(number: str) -> bool:
    rearranged = number[4:] + number[:4]
    return int("".join(str(int(char, 36)) for char in rearranged)) % 97 == 1
