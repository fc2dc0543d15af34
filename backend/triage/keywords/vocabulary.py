"""The vocabulary: words of eight languages and their concepts, read once from words/*.txt.

An entry of such a file is `concept: word, word*, *word, a longer phrase, two … words`. `*` is a wildcard for the rest
of the word, `…` for up to three words.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from triage.keywords.tokens import fold, is_unspaced, tokenize

GAP = "…"
_MIN_PREFIX, _MAX_PREFIX = 3, 14
_MIN_SUFFIX, _MAX_SUFFIX = 5, 14


class Phrase(NamedTuple):
    """A phrase: its folded words after the first, with `*` and `…` as in the files.

    `second` is the second word where it has no wildcard, else empty.
    """

    rest: tuple[str, ...]
    concept: str
    second: str


@dataclass(slots=True)
class Vocabulary:
    """All entries, by how they are looked up."""

    words: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    suffixes: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    unspaced: dict[str, str] = field(default_factory=dict)
    longest_unspaced: int = 0

    def concept_of(self, word: str) -> str | None:
        """The concept of one folded word: the word itself, else its longest prefix, else its longest suffix."""
        if found := self.words.get(word):
            return found
        for length in range(min(len(word), _MAX_PREFIX), _MIN_PREFIX - 1, -1):
            if found := self.prefixes.get(word[:length]):
                return found
        # In German compounds the last part decides: Rezeptdrucker, Monatsrechnung.
        for length in range(min(len(word) - 1, _MAX_SUFFIX), _MIN_SUFFIX - 1, -1):
            if found := self.suffixes.get(word[-length:]):
                return found
        return None

    def add(self, entry: str, concept: str) -> None:
        """Add one entry. Raises ValueError for a phrase that starts with a wildcard."""
        if is_unspaced(entry):
            self.unspaced.setdefault(entry, concept)
            self.longest_unspaced = max(self.longest_unspaced, len(entry))
            return
        parts = [_folded(part) for part in entry.split()]
        if len(parts) > 1:
            if "*" in parts[0] or parts[0] == GAP:
                raise ValueError(f"{entry!r}: a phrase cannot start with a wildcard")
            second = "" if parts[1] == GAP or parts[1].endswith("*") else parts[1]
            self.phrases[parts[0]].append(Phrase(tuple(parts[1:]), concept, second))
        elif parts[0].endswith("*"):
            self.prefixes.setdefault(parts[0][:-1], concept)
        elif parts[0].startswith("*"):
            self.suffixes.setdefault(parts[0][1:], concept)
        else:
            self.words.setdefault(parts[0], concept)


def _folded(part: str) -> str:
    if part == GAP:
        return part
    star_before, star_after = part.startswith("*"), part.endswith("*")
    # Tokenized like a ticket, so that l'accès in a file matches l'accès in a ticket.
    core = "".join(token.word for token in tokenize(part.strip("*"))) or fold(part.strip("*"))
    return "*" * star_before + core + "*" * star_after


def entries(language: str) -> Iterator[tuple[str, list[str]]]:
    """Each concept of one language's word list, and its entries. An indented line continues the one above."""
    text = (files(__package__) / "words" / f"{language}.txt").read_text(encoding="utf-8")
    for line in text.replace("\n    ", " ").splitlines():
        if line and not line.startswith("#"):
            concept, words = line.split(":", 1)
            yield concept.strip(), [entry.strip() for entry in words.split(",") if entry.strip()]


LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "hi", "ja")


@cache
def vocabulary() -> Vocabulary:
    """The entries of all languages. Where a word occurs twice, the first wins; English comes first."""
    made = Vocabulary()
    for language in LANGUAGES:
        for concept, words in entries(language):
            for entry in words:
                made.add(entry, concept)
    # Longer phrases are tried before shorter ones.
    for phrases in made.phrases.values():
        phrases.sort(key=lambda phrase: -len(phrase.rest))
    return made
