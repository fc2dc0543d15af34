"""Finds the concepts of the vocabulary in a tokenized ticket."""

from typing import NamedTuple

from triage.keywords.tokens import Token
from triage.keywords.vocabulary import GAP, Phrase, Vocabulary

_MAX_GAP_WORDS = 3


class ConceptMatch(NamedTuple):
    """A concept found in the text: from word `first` to word `last`, characters `start` to `end`."""

    concept: str
    first: int
    last: int
    start: int
    end: int


def find_concepts(tokens: list[Token], vocabulary: Vocabulary) -> list[ConceptMatch]:
    """Every match in text order; a phrase takes precedence over its single words."""
    found: list[ConceptMatch] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.unspaced:
            found += _match_unspaced(token, position, vocabulary)
            position += 1
            continue
        concept, last = None, position
        following = tokens[position + 1].word if position + 1 < len(tokens) else ""
        for phrase in vocabulary.phrases.get(token.word, ()):
            # Most phrases fail at their second word: checked here, that costs no call.
            if phrase.second and phrase.second != following:
                continue
            if (end := _match_phrase(phrase, tokens, position)) is not None:
                concept, last = phrase.concept, end
                break
        else:
            concept = vocabulary.concept_of(token.word)
        if concept:
            found.append(ConceptMatch(concept, position, last, token.start, tokens[last].end))
        position = last + 1
    return found


def _match_phrase(phrase: Phrase, tokens: list[Token], first: int) -> int | None:
    """The index of the phrase's last word, or None."""
    position, clause, slack = first + 1, tokens[first].clause, 0
    for part in phrase.rest:
        if part == GAP:
            slack = _MAX_GAP_WORDS
            continue
        while True:
            if position >= len(tokens) or tokens[position].clause != clause:
                return None
            if _matches_word(part, tokens[position].word):
                break
            if slack == 0:
                return None
            slack -= 1
            position += 1
        position, slack = position + 1, 0
    return position - 1


def _matches_word(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def _match_unspaced(token: Token, position: int, vocabulary: Vocabulary) -> list[ConceptMatch]:
    """Concepts in text without spaces between words, longest word first."""
    found: list[ConceptMatch] = []
    run, offset = token.word, 0
    # Folding joins half-width letters. Where the length changed, only the position of the whole run is known.
    exact = len(run) == token.end - token.start
    while offset < len(run):
        for length in range(min(vocabulary.longest_unspaced, len(run) - offset), 0, -1):
            if concept := vocabulary.unspaced.get(run[offset : offset + length]):
                begin = token.start + offset
                start, end = (begin, begin + length) if exact else (token.start, token.end)
                found.append(ConceptMatch(concept, position, position, start, end))
                offset += length - 1
                break
        offset += 1
    return found
