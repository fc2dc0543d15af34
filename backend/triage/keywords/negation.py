"""Which concept matches count: negation removes or inverts them, and combinations add derived concepts."""

from triage.keywords.concept_matches import ConceptMatch
from triage.keywords.tokens import Token

# A negator within this many words before a concept negates it; an ability is also negated from behind.
_WORDS_BEFORE, _WORDS_AFTER = 4, 3
# How far "nobody" and "this is not about" reach, in words and in matches.
_SCOPE = 5

_NEGATORS = frozenset(
    word
    for line in (
        "no not never without neither nor none dont doesnt didnt isnt arent wasnt werent havent hasnt hadnt",
        "cant cannot couldnt wont wouldnt shouldnt unable",
        "nicht kein keine keinen keinem keiner nie ohne",
        "ne pas plus aucun aucune sans jamais",
        "sin nunca ningun ninguna nao sem nenhum nenhuma non senza nessun nessuna mai",
        "नहीं नही मत बिना",
    )
    for word in line.split()
)
# "not only", "not just" and "no idea" negate nothing.
_NOT_NEGATED = frozenset(("only", "just", "sure", "idea", "nur", "seulement", "solo", "apenas", "soltanto"))
_LIST_NEGATORS = frozenset(("no", "kein", "keine", "keinen", "aucun", "aucune", "sin", "sem", "nessun", "nessuna"))
_ABILITIES = frozenset(("can", "cannot", "works", "login", "access"))
_WIDESPREAD = frozenset(("everyone", "many"))
_STANDSTILL = frozenset(("outage", "blocked", "locked", "fails", "error", "cannot", "decline"))
_OPEN_REQUEST = frozenset(("investigate", "request"))


def apply_negation(
    matches: list[ConceptMatch], kinds: dict[str, str], tokens: list[Token], *, shouting: bool
) -> list[ConceptMatch]:
    """The matches that count, in text order. `kinds` is the kind of each concept; shouted, "urgent" does not count."""
    matches = sorted(matches, key=lambda match: match.start)
    negators = _negators(matches, tokens)
    negated = _negated(matches, kinds, tokens, negators)
    kept: list[ConceptMatch] = []
    for index, match in enumerate(matches):
        kind = kinds[match.concept]
        if kind == "ability":
            if index in negated:
                kept.append(match._replace(concept="fails"))
        elif match.concept == "nobody":
            if index not in negated:
                kept.append(match._replace(concept="everyone"))
        elif kind != "mute" and index not in negated and not (shouting and match.concept == "urgent"):
            kept.append(match)
    return _with_derived(kept)


def _with_derived(kept: list[ConceptMatch]) -> list[ConceptMatch]:
    """The matches and the concepts that follow from several together; "grave" overrides "calm"."""
    names = {match.concept for match in kept}
    wide = bool(names & _WIDESPREAD)
    if wide and names & _STANDSTILL:
        stop = next(match for match in kept if match.concept in _STANDSTILL)
        kept.append(stop._replace(concept="sweeping"))
    grave = next(
        (
            match
            for match in kept
            if match.concept in ("malware", "exposed", "harm")
            or (match.concept in ("loss", "intruder") and (wide or "mass" in names))
            or (match.concept in ("outage", "fails") and wide and "safety" in names)
        ),
        None,
    )
    if grave:
        return [*(match for match in kept if match.concept != "calm"), grave._replace(concept="grave")]
    done = next((match for match in kept if match.concept == "resolved"), None)
    if done and not names & _OPEN_REQUEST:
        return [*kept, done._replace(concept="closed")]
    return kept


def _negators(matches: list[ConceptMatch], tokens: list[Token]) -> dict[int, int]:
    """The clause of each negator, by word index. A negator inside a matched phrase is none, except "cannot"."""
    phrases = [match for match in matches if match.concept != "cannot"]
    in_phrases = {index for phrase in phrases for index in range(phrase.first, phrase.last + 1)}
    return {
        index: token.clause
        for index, token in enumerate(tokens)
        if token.word in _NEGATORS
        and index not in in_phrases
        and not (index + 1 < len(tokens) and tokens[index + 1].word in _NOT_NEGATED)
    }


def _negated(
    matches: list[ConceptMatch], kinds: dict[str, str], tokens: list[Token], negators: dict[int, int]
) -> set[int]:
    """Indices into `matches` of what the text negates."""
    negated: set[int] = set()
    clause = [tokens[match.first].clause if tokens else 0 for match in matches]
    for index, match in enumerate(matches):
        kind = kinds[match.concept]
        if kind in ("trouble", "ability"):
            # "No outage", "does not print"; an ability is negated from behind as well: "druckt nicht".
            around = [*range(match.first - _WORDS_BEFORE, match.first)]
            if kind == "ability":
                around += range(match.last + 1, match.last + _WORDS_AFTER + 1)
            if any(negators.get(at) == clause[index] for at in around):
                negated.add(index)
        elif match.concept == "denial":
            negated |= _in_scope(matches, clause, index)
        elif match.concept == "nobody":
            in_scope = _in_scope(matches, clause, index)
            # "Nobody can log in" is about everyone; "nobody is locked out" negates the trouble.
            if not any(matches[other].concept in _ABILITIES for other in in_scope):
                negated |= {index, *(other for other in in_scope if kinds[matches[other].concept] == "trouble")}
    return negated | _negated_list(matches, kinds, tokens)


def _negated_list(matches: list[ConceptMatch], kinds: dict[str, str], tokens: list[Token]) -> set[int]:
    """Matches negated in a list, as in "no error, no outage, no invoice". A single negated topic is still the topic."""
    found = {
        index
        for index, match in enumerate(matches)
        if match.first
        and tokens[match.first - 1].word in _LIST_NEGATORS
        and kinds[match.concept] in ("topic", "trouble")
    }
    return found if len(found) > 1 else set()


def _in_scope(matches: list[ConceptMatch], clause: list[int], index: int) -> set[int]:
    """The matches within a few words after the one at `index`, in the same clause."""
    return {
        other
        for other in range(index + 1, min(index + 1 + _SCOPE, len(matches)))
        if clause[other] == clause[index] and matches[other].first - matches[index].last <= _SCOPE
    }
