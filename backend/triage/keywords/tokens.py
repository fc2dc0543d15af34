"""Text as folded words: where each stands, and which clause it belongs to."""

import re
import unicodedata
from typing import NamedTuple

# Devanagari vowel signs and combining accents are no `\w` to Python, yet they are part of a word.
_LETTER = r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f])"
_UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f"
_APOSTROPHE = "['\u2019]"
_PIECES = re.compile(
    rf"([{_UNSPACED}]+)"
    rf"|((?:(?![{_UNSPACED}]){_LETTER})+(?:{_APOSTROPHE}(?:(?![{_UNSPACED}]){_LETTER})+)*)"
    "|([.!?;:\n()\u2026\u3001\u3002\u0964\uff01\uff0c\uff1f,]+)"
)
_WORD_GROUP, _STOP_GROUP = 2, 3
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_ACCENT = re.compile("[\u0300-\u036f]+")
# French and Italian glue short words to the next one: l'accès, n'arrive, dell'account.
_GLUED = frozenset((*"ldnjsmtc", "qu", "jusqu", "lorsqu", "puisqu", "dell", "all", "nell", "sull", "un"))


class Token(NamedTuple):
    """One word: folded, its place in the text, and the number of the clause it stands in."""

    word: str
    start: int
    end: int
    clause: int
    unspaced: bool


def is_unspaced(word: str) -> bool:
    """Written without spaces between words, so it must be searched for inside a run of letters."""
    return bool(_UNSPACED_LETTER.search(word))


def fold(word: str) -> str:
    """The form words are compared in: no case, no accents, no apostrophes ("Can't" -> "cant")."""
    if word.isascii():
        folded = word.lower()
    else:
        folded = _ACCENT.sub("", unicodedata.normalize("NFKD", word.casefold()))
        # NFKD takes Japanese and Hindi letters apart; put together again they equal the vocabulary.
        folded = unicodedata.normalize("NFC", folded).replace("\u2019", "'")
    if "'" in folded:
        head, tail = folded.split("'", 1)
        folded = tail if head in _GLUED and len(tail) > 1 else head + tail
        folded = folded.replace("'", "")
    return folded


def tokenize(text: str) -> list[Token]:
    """The words of `text` in order; punctuation and line ends only count clauses."""
    tokens: list[Token] = []
    clause = 0
    for match in _PIECES.finditer(text):
        start, end = match.span()
        group = match.lastindex
        if group == _STOP_GROUP:
            # A point or comma inside "1.5" or "server.example" ends no clause.
            if end - start > 1 or text[start] not in ".,:" or not text[end : end + 1].isalnum():
                clause += 1
            continue
        tokens.append(Token(fold(match.group()), start, end, clause, group != _WORD_GROUP))
    return tokens
