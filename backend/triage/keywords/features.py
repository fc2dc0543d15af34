"""A ticket as named numbers: the concepts it shows, how they stand together, and its plain words."""

import math
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from triage.keywords.concept_matches import Sighting, find
from triage.keywords.negation import meant
from triage.keywords.patterns import is_shouting, signals
from triage.keywords.relevant_text import clip, newest
from triage.keywords.tokens import Token, tokenize
from triage.keywords.vocabulary import vocabulary
from triage.keywords.weights import kinds
from triage.types import Question

# The first words tell what a ticket is about; what comes later fades, but never to nothing.
_LEAD, _FADE, _FAINTEST = 25, 0.01, 0.4
_REPEATED = 0.2
# Concepts in the first words are also taken two by two ("cannot" beside "login").
_PAIR_LEAD, _PAIRS_AT_FULL = 20, 3
_WORD_SCALE = 3.0
# What every ticket has: how likely each label is before a word is read.
START = "@start"
LOUD = "@loud"


class Reading(NamedTuple):
    """One ticket read: its text as it counts, what was seen in it, and its features."""

    text: str
    sightings: list[Sighting]
    features: dict[str, float]


def read_features(question: Question) -> Reading:
    """Features are `@concept`, `@one+other` (in alphabetical order), `word` and `word_word`."""
    text = newest(clip(f"{question.title}\n{question.description}"))
    tokens = tokenize(text)
    seen = find(tokens, vocabulary())
    seen += _signal_sightings(text, tokens)
    loud = is_shouting(text)
    kept = meant(seen, kinds(), tokens, loud=loud)
    features = {START: 1.0}
    features.update(_concepts(kept))
    features.update(_pairs(kept, tokens))
    features.update(_words(_without_urgency(tokens, seen) if loud else tokens))
    if loud:
        features[LOUD] = 1.0
    return Reading(text, kept, features)


def stem(word: str) -> str:
    """An English word without its commonest ending; other words as they are."""
    if len(word) < 5 or word.endswith("ss") or not word.isascii():
        return word
    for ending in ("ings", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _signal_sightings(text: str, tokens: list[Token]) -> list[Sighting]:
    found = list(signals(text))
    if not found or not tokens:
        return []
    at = {token.start: index for index, token in enumerate(tokens)}
    return [Sighting(concept, at.get(start, 0), at.get(start, 0), start, end) for concept, start, end in found]


def _without_urgency(tokens: list[Token], seen: list[Sighting]) -> list[Token]:
    """Who shouts says "urgent" anyway: then not even the plain word counts."""
    said = {index for s in seen if s.concept == "urgent" for index in range(s.first, s.last + 1)}
    return [token for index, token in enumerate(tokens) if index not in said]


def _concepts(kept: list[Sighting]) -> dict[str, float]:
    strength: dict[str, float] = {}
    for s in kept:
        place = max(_FAINTEST, 1 - max(0, s.first - _LEAD) * _FADE)
        strength[s.concept] = max(strength.get(s.concept, 0.0), place)
    times = Counter(s.concept for s in kept)
    return {f"@{name}": value * (1 + _REPEATED * math.log(times[name])) for name, value in strength.items()}


def _pairs(kept: list[Sighting], tokens: list[Token]) -> dict[str, float]:
    """Pairs among the first words, fewer counting more, and any two neighbours in one clause."""
    lead = sorted({s.concept for s in kept if s.first < _PAIR_LEAD})
    value = _PAIRS_AT_FULL / max(_PAIRS_AT_FULL, len(lead))
    pairs = {f"@{one}+{other}": value for index, one in enumerate(lead) for other in lead[index + 1 :]}
    for a, b in pairwise(kept):
        if a.concept != b.concept and tokens and tokens[a.last].clause == tokens[b.first].clause:
            one, other = sorted((a.concept, b.concept))
            pairs[f"@{one}+{other}"] = 1.0
    return pairs


def _words(tokens: list[Token]) -> dict[str, float]:
    """Stems and pairs of stems, scaled so that a long ticket weighs no more than a short one."""
    # Numbers, codes and account names are nobody's vocabulary; Hindi vowel signs keep isalpha() from seeing words.
    plain = (token.word for token in tokens if not token.unspaced)
    stems = [stem(word) for word in plain if word.isalpha() or not word.isascii()]
    if not stems:
        return {}
    # A dict, not a set: sums must not depend on the order a set happens to have in this process.
    terms = dict.fromkeys([*stems, *map("_".join, pairwise(stems))])
    return dict.fromkeys(terms, _WORD_SCALE / math.sqrt(len(terms)))
