"""The features of a ticket: its concepts, pairs of concepts, and word stems, each with a value."""

import math
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from triage.keywords.concept_matches import ConceptMatch, find_concepts
from triage.keywords.negation import apply_negation
from triage.keywords.patterns import find_patterns, is_shouting
from triage.keywords.relevant_text import head_and_tail, relevant_text
from triage.keywords.tokens import Token, tokenize
from triage.keywords.vocabulary import vocabulary
from triage.keywords.weights import kinds
from triage.types import Question

# The first words say what a ticket is about. The weight of later concepts decays to a minimum.
_LEAD_WORDS, _DECAY_PER_WORD, _MIN_WEIGHT = 25, 0.01, 0.4
_REPEAT_GAIN = 0.2
# Concepts among the first words are also features in pairs ("cannot" and "login").
_PAIR_LEAD_WORDS, _PAIRS_AT_FULL_WEIGHT = 20, 3
_WORD_SCALE = 3.0
# The bias term: how likely each label is before any word counts.
BIAS = "@start"
SHOUTING = "@loud"


class TicketFeatures(NamedTuple):
    """The relevant text of a ticket, the concept matches in it, and its features."""

    text: str
    matches: list[ConceptMatch]
    features: dict[str, float]


def extract_features(question: Question) -> TicketFeatures:
    """Features are `@concept`, `@one+other` (in alphabetical order), `word` and `word_word`."""
    text = relevant_text(head_and_tail(f"{question.title}\n{question.description}"))
    tokens = tokenize(text)
    found = find_concepts(tokens, vocabulary())
    found += _pattern_matches(text, tokens)
    shouting = is_shouting(text)
    matches = apply_negation(found, kinds(), tokens, shouting=shouting)
    features = {BIAS: 1.0}
    features.update(_concepts(matches))
    features.update(_pairs(matches, tokens))
    features.update(_words(_without_urgency(tokens, found) if shouting else tokens))
    if shouting:
        features[SHOUTING] = 1.0
    return TicketFeatures(text, matches, features)


def stem(word: str) -> str:
    """An English word without its commonest suffix; words with other letters unchanged."""
    if len(word) < 5 or word.endswith("ss") or not word.isascii():
        return word
    for ending in ("ings", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _pattern_matches(text: str, tokens: list[Token]) -> list[ConceptMatch]:
    found = list(find_patterns(text))
    if not found or not tokens:
        return []
    at = {token.start: index for index, token in enumerate(tokens)}
    return [ConceptMatch(concept, at.get(start, 0), at.get(start, 0), start, end) for concept, start, end in found]


def _without_urgency(tokens: list[Token], found: list[ConceptMatch]) -> list[Token]:
    """The tokens outside matches of "urgent": in a shouted ticket not even its word stem counts."""
    urgent = {index for match in found if match.concept == "urgent" for index in range(match.first, match.last + 1)}
    return [token for index, token in enumerate(tokens) if index not in urgent]


def _concepts(matches: list[ConceptMatch]) -> dict[str, float]:
    strength: dict[str, float] = {}
    for match in matches:
        weight = max(_MIN_WEIGHT, 1 - max(0, match.first - _LEAD_WORDS) * _DECAY_PER_WORD)
        strength[match.concept] = max(strength.get(match.concept, 0.0), weight)
    counts = Counter(match.concept for match in matches)
    return {f"@{name}": value * (1 + _REPEAT_GAIN * math.log(counts[name])) for name, value in strength.items()}


def _pairs(matches: list[ConceptMatch], tokens: list[Token]) -> dict[str, float]:
    """Pairs among the first words, which count less the more there are, and adjacent matches in one clause."""
    lead = sorted({match.concept for match in matches if match.first < _PAIR_LEAD_WORDS})
    value = _PAIRS_AT_FULL_WEIGHT / max(_PAIRS_AT_FULL_WEIGHT, len(lead))
    pairs = {f"@{one}+{other}": value for index, one in enumerate(lead) for other in lead[index + 1 :]}
    for a, b in pairwise(matches):
        if a.concept != b.concept and tokens and tokens[a.last].clause == tokens[b.first].clause:
            one, other = sorted((a.concept, b.concept))
            pairs[f"@{one}+{other}"] = 1.0
    return pairs


def _words(tokens: list[Token]) -> dict[str, float]:
    """Stems and bigrams of stems, scaled so that a long ticket weighs no more than a short one."""
    # No numbers, codes and account names. Not by isalpha() alone: it is False for Hindi words with vowel signs.
    plain = (token.word for token in tokens if not token.unspaced)
    stems = [stem(word) for word in plain if word.isalpha() or not word.isascii()]
    if not stems:
        return {}
    # A dict, not a set: the order of a set differs between processes, and with it the rounding of sums.
    terms = dict.fromkeys([*stems, *map("_".join, pairwise(stems))])
    return dict.fromkeys(terms, _WORD_SCALE / math.sqrt(len(terms)))
