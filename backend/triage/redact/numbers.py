"""Every other number: seven or more digits leave only where they are positively harmless."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final

from triage.redact.harmless import harmless

Span = tuple[int, int]

MIN_DIGITS: Final = 7
# Digits with a few letters among them; between groups line ends, other marks, short tags, and short capitals.
_GROUP: Final = r"(?:(?<![A-Za-z])[A-Za-z]{1,3}(?=\d))?\d+(?:[A-Za-z]{1,2}\d+)*(?:[A-Za-z]{1,2}(?![A-Za-z]))?"
_BETWEEN: Final = r"(?:</?[A-Za-z]{1,10} ?/?>|[\W_]){1,20}"
_CAPITALS: Final = r"(?:[ ./-]{1,3}[A-Z]{1,4}(?=[ ./-])){0,3}"
_RUN: Final = re.compile(rf"(?<![0-9])[+(]{{0,2}}{_GROUP}(?:{_CAPITALS}{_BETWEEN}{_GROUP})*")
_TOKEN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{7,64}(?![A-Za-z0-9])")
_IDS: Final = [
    re.compile(pattern)
    for pattern in (
        # United Kingdom, Italy, India, Hong Kong, Mexico, Medicare: fewer than seven digits, or letters among them.
        r"(?<!\w)(?i:[A-Z]{2}(?:[ .-]?\d\d){3}[ .-]?[A-D])(?!\w)",
        r"(?<!\w)(?i:[A-Z]{6}[ .-]?[\dL-V]{2}[ .-]?[A-EHLMPRST][ .-]?[\dL-V]{2}[ .-]?[A-Z][\dL-V]{3}[ .-]?[A-Z])(?!\w)",
        r"(?<!\w)[A-Z]{3}[ABCFGHJLPT][A-Z] ?\d{4} ?[A-Z](?!\w)",
        r"(?<!\w)[A-Z]{1,2}\d{6} ?\([\dA]\)",
        r"(?<!\w)[A-Z]{4}[ -]?\d{6}(?:[ -]?[A-Z0-9]{3}(?:[A-Z0-9]{5})?)?(?!\w)",
        r"(?<!\w)[1-9][A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d\d(?!\w)",
        # Spain, Singapore, Ireland, health insurance in Germany; passports and identity cards of many countries.
        r"(?<!\w)[A-Z]?[ -]?\d{7,9}[ -]?[A-Z]{1,2}(?!\w)",
        r"(?<!\w)(?:[A-Z]{2}[ -]?\d{6}|[A-Z]{3} ?\d{6}|[A-Z]{2}\d{5}[A-Z]{2}|[A-Z]{2}\d{4}[A-Z]\d{2})(?!\w)",
    )
]
# The lookahead: at least two digits within the next twenty characters.
_AFTER_WORD: Final = re.compile(
    r"(?i:\b(?:passport|(?:reise)?pass|passeport|pasaporte|passaporto|passaporte|paspoort|personalausweis|ausweis|"
    r"dow\u00f3d|pas|id[ -]?card|identity card|licen[cs]e|f\u00fchrerschein|permis|patente|dni|nie|nino|nif|cpf|curp|"
    r"rfc|pesel|ssn|nhs|nhi|ahv|bsn|steuer-?id|idnr|svnr|kvnr|versicherten(?:nummer)?|sozialversicherung\w{0,10}|"
    r"tax id|insurance|mrn|patient(?:en)?(?:nummer| id)?|fallnummer|case file|sort code|blz|konto|account)"
    r"(?:[ -]?(?:no|nr|number|nummer|id|num\u00e9ro|n\u00famero|numero))?[.:#]{0,2} {0,2}(?:is |ist |= ?)?)"
    r"(?P<value>(?=[A-Za-z0-9./-]{0,20}\d[A-Za-z0-9./-]{0,20}\d)[A-Za-z0-9][A-Za-z0-9./-]{2,24}[A-Za-z0-9])"
)
# What a format may leave over of a longer number, on its right and on its left.
_REST: Final = re.compile(r"(?:[ ./()-]{1,3}(?:[A-Z]{1,4}[ ./-]{1,3}){0,3}[A-Z]{0,3}\d+[A-Z]{0,2}(?![\w]|[.,:]\d))+")
_BEFORE: Final = re.compile(r"(?<![\w.,:])(?:\d{1,6}[ ./()-]{1,3}){1,4}$")
_MAX_BEFORE: Final = 24


def whole(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans with what belongs to the same number: the 1 of "1 416 555 0143" when the rest was recognised."""
    kept: _Kept | None = None
    for start, stop in spans:
        before = _BEFORE.search(text, max(0, start - _MAX_BEFORE), start)
        rest = _REST.match(text, stop)
        if before or rest:
            kept = kept or _Kept(text)
            if before and not kept.overlaps((start - len(before[0]), start)):
                start -= len(before[0])
            if rest and not kept.overlaps(rest.span()):
                stop = rest.end()
        yield start, stop


def ids(text: str) -> Iterator[Span]:
    """The spans of identity numbers with letters, and of what follows the word for one."""
    kept = _Kept(text)
    for pattern in _IDS:
        yield from (match.span() for match in pattern.finditer(text) if not kept.overlaps(match.span()))
    for match in _AFTER_WORD.finditer(text):
        if not kept.overlaps(match.span("value")):
            yield match.span("value")


def numbers(text: str) -> Iterator[Span]:
    """The spans of seven or more digits, whatever stands between them, that are not positively harmless."""
    kept = _Kept(text)
    for run in _RUN.finditer(text):
        start = run.start()
        for left, right in kept.within(run.span()):
            yield from _segment(text, start, left)
            start = right
        yield from _segment(text, start, run.end())
    for token in _TOKEN.finditer(text):
        if sum(map(str.isdigit, token[0])) >= MIN_DIGITS and not kept.overlaps(token.span()):
            yield token.span()


class _Kept:
    """The spans that may leave, joined where they overlap."""

    def __init__(self, text: str) -> None:
        self._spans: list[Span] = []
        for start, stop in sorted(harmless(text)):
            if self._spans and start < self._spans[-1][1]:
                start, stop = self._spans[-1][0], max(stop, self._spans.pop()[1])
            self._spans.append((start, stop))
        self._stops = [stop for _, stop in self._spans]

    def within(self, span: Span) -> Iterator[Span]:
        """Those that overlap the span, in order."""
        index = bisect_left(self._stops, span[0] + 1)
        while index < len(self._spans) and self._spans[index][0] < span[1]:
            yield self._spans[index]
            index += 1

    def overlaps(self, span: Span) -> bool:
        return next(self.within(span), None) is not None


def _segment(text: str, start: int, stop: int) -> Iterator[Span]:
    part = text[start:stop]
    if sum(map(str.isdigit, part)) >= MIN_DIGITS:
        left = len(part) - len(part.lstrip(" \t\n.,;:/_-)"))
        yield start + left, start + len(part.rstrip(" \t\n.,;:/_-("))
