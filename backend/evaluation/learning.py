"""Learns the weights of the keyword tier from labelled tickets."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.dataset import LabelledTicket
from evaluation.softmax import Example, Prior, fit
from triage.keywords.features import BIAS, extract_features
from triage.keywords.weights import concepts
from triage.labels import CATEGORIES, PRIORITIES

Target = Literal["category", "priority"]
LABELS: Mapping[Target, tuple[str, ...]] = {"category": CATEGORIES, "priority": PRIORITIES}

# The strength of the prior on a weight. The hand-made table is trusted; pairs and words need evidence.
_BIAS_PRIOR, _CONCEPT_PRIOR, _PAIR_PRIOR, _WORD_PRIOR = 300.0, 15.0, 3.0, 1.25
# A ticket of a source with n tickets weighs n ** -_SOURCE_POWER: large sources count for more, but not in proportion.
_SOURCE_POWER = 0.25
_MIN_TICKETS, _MIN_SOURCES = 2, 2
_FUNCTION_WORD, _MIN_FUNCTION_WORD = 0.15, 15


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled ticket and its features."""

    ticket: LabelledTicket
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Model:
    """The weights by feature for one target, the hand-made ones included."""

    target: Target
    weights: dict[str, list[float]]

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """One score for each label."""
        scores = [0.0] * len(LABELS[self.target])
        for name, value in features.items():
            if (weights := self.weights.get(name)) is not None:
                scores = [score + value * weight for score, weight in zip(scores, weights, strict=True)]
        return scores


def featurize(tickets: Iterable[LabelledTicket]) -> list[Sample]:
    """Each ticket with the features that the keyword tier extracts from it."""
    return [Sample(ticket, extract_features(ticket.question).features) for ticket in tickets]


def origin(ticket: LabelledTicket) -> str:
    """The collection a ticket comes from; the parts of one ("multidogo-media") are one origin."""
    return ticket.source.split("-")[0]


def learn(samples: Sequence[Sample], target: Target) -> Model:
    """The weights for one target, learned from the samples that have a label for it."""
    chosen = [sample for sample in samples if _label(sample.ticket, target) is not None]
    names = _vocabulary(chosen)
    index = {name: at for at, name in enumerate(names)}
    weights = _sample_weights(chosen)
    examples = [_example(sample, target, index, weight) for sample, weight in zip(chosen, weights, strict=True)]
    found = fit(examples, [_prior(name, target) for name in names], len(LABELS[target]))
    return Model(target, dict(zip(names, found, strict=True)))


def hand_made_weights(target: Target) -> dict[str, tuple[float, ...]]:
    """The weights of concepts.txt for one target, by feature."""
    middle = len(CATEGORIES)
    return {
        f"@{name}": concept.weights[:middle] if target == "category" else concept.weights[middle:]
        for name, concept in concepts().items()
    }


def _label(ticket: LabelledTicket, target: Target) -> str | None:
    return ticket.category if target == "category" else ticket.priority


def _vocabulary(samples: Sequence[Sample]) -> list[str]:
    """All concepts, and every pair or word that is frequent enough in more than one origin, but no function word."""
    counts: Counter[str] = Counter()
    origins: defaultdict[str, set[str]] = defaultdict(set)
    for sample in samples:
        for name in sample.features:
            counts[name] += 1
            origins[name].add(origin(sample.ticket))
    common = {name for name, n in counts.items() if n >= _MIN_TICKETS and len(origins[name]) >= _MIN_SOURCES}
    return sorted(common - _function_words(samples) | hand_made_weights("category").keys())


def _function_words(samples: Sequence[Sample]) -> set[str]:
    """Words that stand in a large share of a language's tickets, such as articles: they say the language, no label."""
    sizes = Counter(sample.ticket.lang for sample in samples)
    counts = Counter(
        (sample.ticket.lang, name) for sample in samples for name in sample.features if not name.startswith("@")
    )
    return {name for (lang, name), n in counts.items() if n > max(_FUNCTION_WORD * sizes[lang], _MIN_FUNCTION_WORD)}


def _sample_weights(samples: Sequence[Sample]) -> list[float]:
    """The weight of each sample, 1 on average."""
    sizes = Counter(sample.ticket.source for sample in samples)
    raw = [sizes[sample.ticket.source] ** -_SOURCE_POWER for sample in samples]
    scale = len(raw) / sum(raw) if raw else 0.0
    return [weight * scale for weight in raw]


def _example(sample: Sample, target: Target, index: Mapping[str, int], weight: float) -> Example:
    features = tuple((index[name], value) for name, value in sample.features.items() if name in index)
    label = _label(sample.ticket, target)
    return Example(features, LABELS[target].index(str(label)), weight)


def _prior(name: str, target: Target) -> Prior:
    zero = (0.0,) * len(LABELS[target])
    if name == BIAS:
        strength = _BIAS_PRIOR
    elif not name.startswith("@"):
        strength = _WORD_PRIOR
    else:
        strength = _PAIR_PRIOR if "+" in name else _CONCEPT_PRIOR
    return Prior(hand_made_weights(target).get(name, zero), strength)
