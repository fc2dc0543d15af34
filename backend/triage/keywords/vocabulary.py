"""The words of eight languages and the concepts they stand for, read once from words/*.txt.

An entry of such a file is `concept: word, word*, *word, a longer phrase, two … words`. A star leaves the word
open at that end, `…` lets up to three words stand between.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from triage.keywords.tokens import fold, is_unspaced, tokenize

GAP = "…"
_SHORTEST_OPENING, _LONGEST_OPENING = 3, 14
_SHORTEST_ENDING, _LONGEST_ENDING = 5, 14


class Phrase(NamedTuple):
    """Several words in a row: the ones after the first, folded; `*` and `…` as in the files.

    `second` is the second word where only that very word will do, else empty.
    """

    rest: tuple[str, ...]
    concept: str
    second: str


@dataclass(slots=True)
class Vocabulary:
    """All entries by the shape they are looked up in."""

    words: dict[str, str] = field(default_factory=dict)
    openings: dict[str, str] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    unspaced: dict[str, str] = field(default_factory=dict)
    longest_unspaced: int = 0

    def concept_of(self, word: str) -> str | None:
        """The concept of one folded word: itself first, then its longest opening, then its longest ending."""
        if found := self.words.get(word):
            return found
        for length in range(min(len(word), _LONGEST_OPENING), _SHORTEST_OPENING - 1, -1):
            if found := self.openings.get(word[:length]):
                return found
        # Compounds carry their meaning at the end: Rezeptdrucker, Monatsrechnung.
        for length in range(min(len(word) - 1, _LONGEST_ENDING), _SHORTEST_ENDING - 1, -1):
            if found := self.endings.get(word[-length:]):
                return found
        return None

    def add(self, entry: str, concept: str) -> None:
        """File one entry; raises ValueError for a phrase that starts with an open word."""
        if is_unspaced(entry):
            self.unspaced.setdefault(entry, concept)
            self.longest_unspaced = max(self.longest_unspaced, len(entry))
            return
        parts = [_folded(part) for part in entry.split()]
        if len(parts) > 1:
            if "*" in parts[0] or parts[0] == GAP:
                raise ValueError(f"{entry!r}: a phrase cannot start with an open word")
            second = "" if parts[1] == GAP or parts[1].endswith("*") else parts[1]
            self.phrases[parts[0]].append(Phrase(tuple(parts[1:]), concept, second))
        elif parts[0].endswith("*"):
            self.openings.setdefault(parts[0][:-1], concept)
        elif parts[0].startswith("*"):
            self.endings.setdefault(parts[0][1:], concept)
        else:
            self.words.setdefault(parts[0], concept)


def _folded(part: str) -> str:
    if part == GAP:
        return part
    star_before, star_after = part.startswith("*"), part.endswith("*")
    # The very tokens a ticket would give, so that l'accès in a file and in a ticket meet.
    core = "".join(token.word for token in tokenize(part.strip("*"))) or fold(part.strip("*"))
    return "*" * star_before + core + "*" * star_after


def entries(language: str) -> Iterator[tuple[str, list[str]]]:
    """Each concept of one language's word list, and its entries; an indented line goes on with the one above."""
    text = (files(__package__) / "words" / f"{language}.txt").read_text(encoding="utf-8")
    for line in text.replace("\n    ", " ").splitlines():
        if line and not line.startswith("#"):
            concept, words = line.split(":", 1)
            yield concept.strip(), [entry.strip() for entry in words.split(",") if entry.strip()]


LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "hi", "ja")


@cache
def vocabulary() -> Vocabulary:
    """Everything in words/. English comes first, and what is read first keeps its meaning."""
    made = Vocabulary()
    for language in LANGUAGES:
        for concept, words in entries(language):
            for entry in words:
                made.add(entry, concept)
    # Longer phrases are tried before shorter ones.
    for phrases in made.phrases.values():
        phrases.sort(key=lambda phrase: -len(phrase.rest))
    return made
