"""Where a ticket's words name a concept."""

from typing import NamedTuple

from triage.keywords.tokens import Token
from triage.keywords.vocabulary import GAP, Phrase, Vocabulary

_GAP_WORDS = 3


class Sighting(NamedTuple):
    """A concept seen in the text: from word `first` to word `last`, characters `start` to `end`."""

    concept: str
    first: int
    last: int
    start: int
    end: int


def find(tokens: list[Token], words: Vocabulary) -> list[Sighting]:
    """Every concept in reading order; a phrase hides the meaning of its single words."""
    seen: list[Sighting] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.unspaced:
            seen += _inside(token, position, words)
            position += 1
            continue
        concept, last = None, position
        following = tokens[position + 1].word if position + 1 < len(tokens) else ""
        for phrase in words.phrases.get(token.word, ()):
            # Most phrases fail at their second word: told here, it costs no call.
            if phrase.second and phrase.second != following:
                continue
            if (end := _matches(phrase, tokens, position)) is not None:
                concept, last = phrase.concept, end
                break
        else:
            concept = words.concept_of(token.word)
        if concept:
            seen.append(Sighting(concept, position, last, token.start, tokens[last].end))
        position = last + 1
    return seen


def _matches(phrase: Phrase, tokens: list[Token], first: int) -> int | None:
    """The index of the phrase's last word, or None."""
    position, clause, slack = first + 1, tokens[first].clause, 0
    for part in phrase.rest:
        if part == GAP:
            slack = _GAP_WORDS
            continue
        while True:
            if position >= len(tokens) or tokens[position].clause != clause:
                return None
            if _same(part, tokens[position].word):
                break
            if slack == 0:
                return None
            slack -= 1
            position += 1
        position, slack = position + 1, 0
    return position - 1


def _same(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def _inside(token: Token, position: int, words: Vocabulary) -> list[Sighting]:
    """Concepts in a run of letters without spaces, longest word first."""
    seen: list[Sighting] = []
    run, at = token.word, 0
    # Folding joins half-width letters; where that changed the length, only the run's own place is known.
    exact = len(run) == token.end - token.start
    while at < len(run):
        for length in range(min(words.longest_unspaced, len(run) - at), 0, -1):
            if concept := words.unspaced.get(run[at : at + length]):
                start, end = (token.start + at, token.start + at + length) if exact else (token.start, token.end)
                seen.append(Sighting(concept, position, position, start, end))
                at += length - 1
                break
        at += 1
    return seen
