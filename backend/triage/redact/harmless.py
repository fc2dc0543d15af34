"""Numbers that are positively harmless: dates, times, amounts, versions, quantities, numbers after their word."""

import re
from collections.abc import Iterator
from typing import Final

# A number stands alone: no digit, letter or separator that would make it a part of a longer one.
_START: Final = r"(?<![\w.,:/+(-])(?<!\d )"
_END: Final = r"(?![\w/-]|[.,:]\d)"
_MORE: Final = r"(?! ?\d)"  # nor digits after a space

_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR: Final = r"(?:19|20)\d\d"
_DATE: Final = rf"(?:{_YEAR}([-/.]){_MONTH}\1{_DAY}|{_DAY}([-/.]){_MONTH}\2{_YEAR}|{_MONTH}([-/]){_DAY}\3{_YEAR})"
_TIME: Final = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d{1,9})?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d\d:?\d\d)?"
_GROUPED: Final = r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?:'\d{3})+|(?:\.\d{3})+|(?: \d{3})+)(?:[.,]\d{1,2})?"
_PLAIN: Final = r"(?:0|[1-9]\d{0,11})(?:[.,]\d{1,6})?"
_CURRENCY: Final = (
    r"(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|JPY|CNY|INR|AUD|CAD|BRL|MXN|TRY|ZAR|euros?|dollars?|pounds?|Franken|"
    r"[$€£¥₹₺₽])"
)
_UNIT: Final = (
    r"(?:[kKMGTP]i?B|[Bb]ytes?|bits?|[kMG]?[Hh]z|ms|sec(?:onds?)?|Sekunden|min(?:utes?|uten)?|hours?|Stunden|days?|Tage|"
    r"[numck]?m|[mk]?g|[mcd]?l|[kMG]?Wh?|[kMG]?V|m?A|%|°C|pages?|Seiten|users?|Benutzer|rows?|Zeilen|lines?|records?|"
    r"Datens\u00e4tze|files?|Dateien|entries|Eintr\u00e4ge|requests?|Anfragen|items?|pieces|St\u00fcck|times|messages|"
    r"Nachrichten|e-?mails|tickets|documents?|Dokumente|images|Bilder|pixels?|people|Personen|inhabitants|lignes|"
    r"fichiers|octets|utilisateurs|l\u00edneas|archivos|usuarios|righe|utenti)"
)
_VERSION: Final = (
    r"(?:\bv|\bver|version|release|build|firmware|driver|treiber|stand|update|patch|chapter|kapitel|section|"
    r"windows|python|java|kernel|bios|chrome|firefox|outlook|office|ios|android|macos)"
)
_ORDER: Final = (
    r"(?<![A-Za-z])(?:order|invoice|ticket|case|ref|reference|serial|part|item|tracking|po|room|error|code|port|line|"
    r"event|job|process|pid|printer|model|asset|bestell(?:ung|nummer)?|rechnung(?:s|snummer)?|auftrag(?:s|snummer)?|"
    r"raum|zimmer|fehler|artikel(?:nummer)?|teile?nummer|seriennummer|vorgang|sendung(?:s|snummer)?|commande|facture|"
    r"salle|erreur|pedido|factura|sala|ordine|fattura|stanza|errore)"
)
_LABEL_END: Final = r"(?:[ -]?(?:no|nr|number|nummer|num|id|code|n°))?[.:#]?[ #]{0,2}"

_PATTERNS: Final = [
    re.compile(pattern)
    for pattern in (
        rf"{_START}{_DATE}(?:(?:,? |T){_TIME})?{_END}",
        rf"(?<![\w.,:/+(-]){_TIME}{_END}",
        rf"{_START}(?:{_CURRENCY} ?(?:{_GROUPED}|{_PLAIN}){_END}{_MORE})",
        rf"{_START}(?:{_GROUPED}|{_PLAIN}) ?(?:{_CURRENCY}|{_UNIT})(?!\w)",
        rf"{_START}[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d{{1,2}})?{_END}{_MORE}",
        rf"(?i:{_VERSION})\.?[ :]{{0,2}}\d+(?:\.\d+){{1,6}}(?:-\d+)?{_END}",
        rf"(?i:{_ORDER}{_LABEL_END})\d+(?:[-/.]\d+){{0,3}}{_END}",
        rf"(?i:{_ORDER}[ -]?(?:no|nr|number|nummer)[.:]? ?)\d+(?:[-/. ]\d+)?{_END}",
        r"(?<!\w)0[xX][0-9A-Fa-f]{1,16}(?!\w)",
        r"(?<!\w)KB\d{6,7}(?!\w)",
        r"(?<![\w-])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![\w-])",
        r"(?<![\w:-])[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}(?![\w:-])",
    )
]
_ISBN: Final = re.compile(
    r"(?<![\w-])(?:(?P<word>ISBN(?:-1[03])?:? ?))?(?P<number>\d(?:[ -]?\d){8,11}[ -]?[\dXx])(?![\w-])"
)


def harmless(text: str) -> Iterator[tuple[int, int]]:
    """The spans of numbers that may leave."""
    for pattern in _PATTERNS:
        yield from (match.span() for match in pattern.finditer(text))
    for match in _ISBN.finditer(text):
        digits = match["number"].replace("-", "").replace(" ", "").upper()
        # Every eleventh telephone number of ten digits has the checksum of an ISBN: those need their word.
        if _is_isbn13(digits) or (match["word"] and _is_isbn10(digits)):
            yield match.span()


def _is_isbn13(digits: str) -> bool:
    if len(digits) != 13 or not digits.isdecimal() or digits[:3] not in ("978", "979"):
        return False
    return sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits)) % 10 == 0


def _is_isbn10(digits: str) -> bool:
    if len(digits) != 10 or not digits[:9].isdecimal():
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(value * (10 - index) for index, value in enumerate(values)) % 11 == 0
