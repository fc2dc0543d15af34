"""Numbers that are positively harmless: dates, times, amounts, versions, quantities, numbers after their word."""

import re
from collections.abc import Iterator
from typing import Final

# No digit, letter or separator before and after that would make the number a part of a longer one.
_START: Final = r"(?<![\w.,:/+()-])"
_END: Final = r"(?![\w/-]|[.,:]\d)"
# Nor digits beyond a few other marks. Digits after a comma, a semicolon or a line end are another number.
_ALONE: Final = r"(?<![\w.,:/+()-])(?<!\d[^\w,;\n])(?<!\d[^\w,;\n]{2})(?<!\d[^\w,;\n]{3})"
_FREE: Final = r"(?![\w/-]|[.,:]\d|[^\w,;\n]{1,3}\d)"

_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR: Final = r"(?:19|20)\d\d"
_DATE: Final = (
    rf"(?:{_YEAR}(?:-{_MONTH}-{_DAY}|/{_MONTH}/{_DAY}|\.{_MONTH}\.{_DAY})|"
    rf"{_DAY}(?:-{_MONTH}-|/{_MONTH}/|\.{_MONTH}\.){_YEAR}|{_MONTH}(?:-{_DAY}-|/{_DAY}/){_YEAR})"
)
_MONTH_NAME: Final = (
    r"(?i:jan|feb|mar|m\u00e4r|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|f\u00e9v|avr|ao\u00fb|d\u00e9c|ene|abr|"
    r"ago|dic|gen|mag|giu|lug|set|ott)[^\W\d_]{0,6}\.?"
)
_TIME: Final = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d{1,9})?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d\d:?\d\d)?"
_GROUPED: Final = r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?:'\d{3})+|(?:\.\d{3})+|(?: \d{3})+|(?:,\d\d)+,\d{3})(?:[.,]\d{1,2})?"
# Ten digits in a row are no amount that anybody would write; of bytes they are.
_PLAIN: Final = r"(?:0|[1-9]\d{0,8})(?:[.,]\d{1,12})?"
_BYTES: Final = r"[1-9]\d{0,14} ?(?:[Bb]ytes?|bits?|octets)"
_AMOUNT: Final = rf"(?:{_GROUPED}|{_PLAIN})"
_CURRENCY: Final = (
    r"(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|JPY|CNY|INR|AUD|CAD|BRL|MXN|TRY|ZAR|euros?|dollars?|pounds?|Franken|"
    r"kr|z\u0142|K\u010d|[$€£¥₹₺₽])"
)
# Two letters or more: a number with one letter after it is an identity number in Spain and elsewhere.
_UNIT: Final = (
    r"(?:[kKMGTP]i?B|[Bb]ytes?|bits?|[kMG]?Hz|ms|sec(?:onds?)?|Sekunden|min(?:utes?|uten)?|hours?|Stunden|days?|Tage|"
    r"[numck]m|[mk]g|[mcd]l|[kMG]Wh?|[kMG]V|mA|%|°C|pages?|Seiten|users?|Benutzer|rows?|Zeilen|lines?|records?|"
    r"Datens\u00e4tze|files?|Dateien|entries|Eintr\u00e4ge|requests?|Anfragen|items?|pieces|St\u00fcck|times|messages|"
    r"Nachrichten|e-?mails|tickets|documents?|Dokumente|images|Bilder|pixels?|people|Personen|inhabitants|lignes|"
    r"fichiers|octets|utilisateurs|l\u00edneas|archivos|usuarios|righe|utenti)"
)
# Of screens. Other numbers with an x between are telephone numbers with an extension.
_HEIGHT: Final = r"(?:480|600|720|768|800|900|1024|1050|1080|1200|1440|1600|1800|2160|2400|2880|4320)"
_VERSION: Final = (
    r"(?:\bv|\bver|version|release|build|firmware|driver|treiber|update|patch|chapter|kapitel|section|windows|python|"
    r"java|kernel|bios|chrome|firefox|outlook|\bios|android|macos)"
)
# Words whose number may leave, in English, German, French, Spanish and Italian. None of them stands before a
# telephone or identity number, as "line" or "account" may.
_ORDER: Final = (
    r"(?<![A-Za-z])(?:order|invoice|ticket|case|ref|reference|serial|part|item|tracking|po|room|error|port|event|job|"
    r"process|pid|printer|model|asset|exit code|error code|bestell(?:ung|nummer)?|rechnung(?:s|snummer)?|"
    r"auftrag(?:s|snummer)?|raum|zimmer|fehler(?:code)?|artikel(?:nummer)?|teile?nummer|seriennummer|vorgang|"
    r"sendung(?:s|snummer)?|commande|facture|salle|erreur|pedido|factura|sala|ordine|fattura|stanza|errore)"
)
# Of social insurance in the United States, and telephone numbers: not even after such a word.
_OF_PERSONS: Final = r"(?:\d{3}-\d\d-\d{4}|0\d{2,4}/\d{5,8}|\d{3}-\d{3}-\d{4})(?!\d)"
_LABEL_END: Final = r"(?:[ -]?(?:no|nr|number|nummer|num|id|code|n°))?[.:#]?[ #]{0,2}"
_LIST: Final = (
    r"(?<![A-Za-z])(?:ports?|rooms?|tickets?|rows?|pages?|lines?|steps?|questions?|items?|r\u00e4ume|zimmer|seiten?|"
    r"zeilen?|schritte?|fragen?|http|rfc)"
)

_PATTERNS: Final = [
    re.compile(pattern)
    for pattern in (
        rf"{_START}{_DATE}(?:(?:,? |T| um | at ){_TIME})?(?: ?- ?{_DATE})?{_END}",
        rf"{_START}{_DAY}\.? {_MONTH_NAME},? {_YEAR}(?:(?:,? | um | at ){_TIME})?{_END}",
        rf"\b{_MONTH_NAME} {_DAY},? {_YEAR}(?:(?:,? | at ){_TIME})?{_END}",
        rf"\b{_MONTH_NAME} {{1,2}}{_DAY} {_TIME}(?: [A-Z]{{2,5}})?(?: {_YEAR})?{_END}",
        rf"{_ALONE}{_TIME}(?: ?- ?{_TIME})?{_FREE}",
        rf"{_ALONE}{_YEAR}/{_YEAR}{_FREE}",
        rf"{_ALONE}{_CURRENCY} ?{_AMOUNT}{_FREE}",
        rf"{_ALONE}{_AMOUNT} ?{_CURRENCY}(?!\w)",
        rf"{_ALONE}{_AMOUNT} ?{_UNIT}(?!\w)",
        rf"{_ALONE}{_BYTES}(?!\w)",
        rf"{_ALONE}[1-9]\d{{2,3}} ?[x\u00d7] ?{_HEIGHT}{_FREE}",
        rf"(?i:{_VERSION})\.?[ :/]{{0,2}}(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){{1,6}}(?:-\d+)?{_FREE}",
        rf"(?i:\bwindows(?: server)?) \d{{1,4}}(?: \d\dH[12])?(?: \(?(?:[Bb]uild )?\d{{4,5}}(?:\.\d{{1,5}})?)?{_FREE}",
        rf"(?i:{_ORDER}{_LABEL_END})(?!{_OF_PERSONS})\d+(?:[-/.]\d+){{0,3}}{_FREE}",
        rf"(?i:{_ORDER}[ -]?(?:no|nr|number|nummer)[.:]? ?)\d+ \d+{_FREE}",
        rf"(?i:{_LIST}) [1-9]\d{{0,4}}(?:, [1-9]\d{{0,4}})*(?:,? (?:and|or|und|oder) [1-9]\d{{0,4}})?{_FREE}",
        rf"\b(?:ISO|DIN|EN|IEC|IEEE|RFC|BS) \d{{2,5}}(?:[-:]\d{{1,4}}){{0,2}}{_FREE}",
        rf"\b(?:CVE-\d{{4}}-\d{{4,7}}|(?:INC|REQ|RITM|CHG|PRB|TASK|SR)\d{{5,10}}){_FREE}",
        rf"(?<![\w.])(?<!\d )KB ?\d{{6,7}}{_FREE}",
        r"(?<!\w)0[xX][0-9A-Fa-f]{1,16}(?!\w)(?: \(-?\d{1,10}\))?",
        r"(?<![\w-])(?=[\d-]{0,35}[A-Fa-f])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![\w-])",
        r"(?<![\w:-])(?=[\d:-]{0,16}[A-Fa-f])[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}(?![\w:-])",
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
