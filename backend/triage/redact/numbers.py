"""Every other number: seven or more digits leave only where they are positively harmless."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from triage.redact.harmless import harmless

MIN_DIGITS: Final = 7
# Digits, with up to three letters among them, and whatever stands between: a line end or up to six other marks.
_GROUP: Final = r"(?:[A-Za-z]{1,3}(?=\d))?\d+(?:[A-Za-z]{1,2}\d+)*(?:[A-Za-z]{1,2}(?![A-Za-z]))?"
_RUN: Final = re.compile(rf"(?<![A-Za-z0-9])[+(]{{0,2}}{_GROUP}(?:[\W_]{{1,6}}(?:[A-Z][\W_]{{1,3}}(?=\d))?{_GROUP})*")
_TOKEN: Final = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*\d)[A-Za-z0-9]{7,64}(?![A-Za-z0-9])")
_IDS: Final = [
    re.compile(pattern)
    for pattern in (
        # United Kingdom, Italy, India, Hong Kong, Mexico: fewer than seven digits, or letters among them.
        r"(?<!\w)(?i:[A-Z]{2}(?:[ .-]?\d\d){3}[ .-]?[A-D])(?!\w)",
        r"(?<!\w)(?i:[A-Z]{6}[ .-]?[\dL-V]{2}[ .-]?[A-EHLMPRST][ .-]?[\dL-V]{2}[ .-]?[A-Z][\dL-V]{3}[ .-]?[A-Z])(?!\w)",
        r"(?<!\w)[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?!\w)",
        r"(?<!\w)[A-Z]{1,2}\d{6}\([\dA]\)",
        r"(?<!\w)[A-Z]{4}[ -]?\d{6}[ -]?[A-Z0-9]{3}(?:[A-Z0-9]{5})?(?!\w)",
        # Spain, Singapore, Ireland, and a health insurance number of Germany.
        r"(?<!\w)[A-Z]?[ -]?\d{7,9}[ -]?[A-Z]{1,2}(?!\w)",
    )
]
_AFTER_WORD: Final = re.compile(
    r"(?i:\b(?:passport|(?:reise)?pass|passeport|pasaporte|passaporto|passaporte|paspoort|personalausweis|ausweis|"
    r"id[ -]?card|identity card|licen[cs]e|f\u00fchrerschein|permis|patente|dni|nie|nino|nif|cpf|curp|rfc|pesel|ssn|"
    r"nhs|ahv|bsn|steuer-?id|idnr|svnr|kvnr|versicherten(?:nummer)?|sozialversicherung\w{0,10}|tax id|"
    r"insurance|mrn|patient(?:en)?(?:nummer| id)?)(?:[ -]?(?:no|nr|number|nummer|id|num\u00e9ro|n\u00famero|numero))?"
    r"[.:#]{0,2} {0,2}(?:is |ist |= ?)?)"
    r"(?P<value>(?=(?:[^\s\d]{0,3}\d){1})(?=[A-Za-z0-9./-]{0,20}\d[A-Za-z0-9./-]{0,20}\d)[A-Za-z0-9][A-Za-z0-9./-]{4,24}[A-Za-z0-9])"
)


def ids(text: str) -> Iterator[tuple[int, int]]:
    """The spans of identity numbers with letters, and of what follows the word for one."""
    for pattern in _IDS:
        yield from (match.span() for match in pattern.finditer(text))
    kept = sorted(harmless(text))
    for match in _AFTER_WORD.finditer(text):
        start, stop = match.span("value")
        if not any(left <= start and stop <= right for left, right in kept):
            yield start, stop


def numbers(text: str) -> Iterator[tuple[int, int]]:
    """The spans of seven or more digits, whatever stands between them, that are not positively harmless."""
    kept = sorted(harmless(text))
    position = 0
    for run in _RUN.finditer(text):
        start = run.start()
        while position < len(kept) and kept[position][1] <= start:
            position += 1
        index = position
        while index < len(kept) and kept[index][0] < run.end():
            yield from _segment(text, start, kept[index][0])
            start = max(start, kept[index][1])
            index += 1
        yield from _segment(text, start, run.end())
    for token in _TOKEN.finditer(text):
        start, stop = token.span()
        if sum(map(str.isdigit, token[0])) >= MIN_DIGITS and not any(
            a <= start and stop <= b for a, b in _near(kept, start)
        ):
            yield start, stop


def _near(kept: list[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    at = bisect_right(kept, (start, 1 << 60))
    return kept[max(0, at - 3) : at]


def _segment(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    part = text[start:stop]
    if sum(map(str.isdigit, part)) < MIN_DIGITS:
        return
    left = len(part) - len(part.lstrip(" \t\n.,;:/_-)"))
    right = len(part.rstrip(" \t\n.,;:/_-("))
    yield start + left, start + right
