"""Splits text into case-folded words with their offsets and clauses."""

import re
import unicodedata
from typing import NamedTuple

# Devanagari vowel signs and combining accents are part of a word, but do not match `\w`.
_LETTER = r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f])"
_UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f"
_APOSTROPHE = "['\u2019]"
_TOKENS = re.compile(
    rf"([{_UNSPACED}]+)"
    rf"|((?:(?![{_UNSPACED}]){_LETTER})+(?:{_APOSTROPHE}(?:(?![{_UNSPACED}]){_LETTER})+)*)"
    "|([.!?;:\n()\u2026\u3001\u3002\u0964\uff01\uff0c\uff1f,]+)"
)
_WORD_GROUP, _STOP_GROUP = 2, 3
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_ACCENT = re.compile("[\u0300-\u036f]+")
# Elided words of French and Italian: l'accès, n'arrive, dell'account.
_ELISIONS = frozenset((*"ldnjsmtc", "qu", "jusqu", "lorsqu", "puisqu", "dell", "all", "nell", "sull", "un"))


class Token(NamedTuple):
    """One folded word, its offsets in the text, and the number of its clause. `unspaced`: a run of such a script."""

    word: str
    start: int
    end: int
    clause: int
    unspaced: bool


def is_unspaced(word: str) -> bool:
    """Whether the script has no spaces between words, so that words are searched for inside a run of letters."""
    return bool(_UNSPACED_LETTER.search(word))


def fold(word: str) -> str:
    """The form in which words are compared: no case, no accents, no apostrophes ("Can't" -> "cant")."""
    if word.isascii():
        folded = word.lower()
    else:
        folded = _ACCENT.sub("", unicodedata.normalize("NFKD", word.casefold()))
        # NFKD decomposes Japanese and Hindi letters; NFC composes them again, as in the vocabulary.
        folded = unicodedata.normalize("NFC", folded).replace("\u2019", "'")
    if "'" in folded:
        head, tail = folded.split("'", 1)
        folded = tail if head in _ELISIONS and len(tail) > 1 else head + tail
        folded = folded.replace("'", "")
    return folded


def tokenize(text: str) -> list[Token]:
    """The words of `text` in order. Punctuation and line ends only separate clauses."""
    tokens: list[Token] = []
    clause = 0
    for match in _TOKENS.finditer(text):
        start, end = match.span()
        group = match.lastindex
        if group == _STOP_GROUP:
            # A full stop or comma inside "1.5" or "server.example" ends no clause.
            if end - start > 1 or text[start] not in ".,:" or not text[end : end + 1].isalnum():
                clause += 1
            continue
        tokens.append(Token(fold(match.group()), start, end, clause, group != _WORD_GROUP))
    return tokens
