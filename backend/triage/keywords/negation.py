"""What the sightings amount to: denials, the loud and the calm, the finished and the grave."""

from triage.keywords.concept_matches import Sighting
from triage.keywords.tokens import Token

_BEFORE, _AFTER = 4, 3
_REACH = 5

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
# "not only", "not just", "no idea" deny nothing.
_NO_DENIAL = frozenset(("only", "just", "sure", "idea", "nur", "seulement", "solo", "apenas", "soltanto"))
_LISTED = frozenset(("no", "kein", "keine", "keinen", "aucun", "aucune", "sin", "sem", "nessun", "nessuna"))
_MEANS_TO_WORK = frozenset(("can", "cannot", "works", "login", "access"))
_WIDE = frozenset(("everyone", "many"))
_STOPPED = frozenset(("outage", "blocked", "locked", "fails", "error", "cannot", "decline"))
_OPEN_REQUEST = frozenset(("investigate", "request"))


def meant(seen: list[Sighting], kinds: dict[str, str], tokens: list[Token], *, loud: bool) -> list[Sighting]:
    """The sightings that count, in reading order; `kinds` tells the kind of each concept."""
    seen = sorted(seen, key=lambda s: s.start)
    negators = _negators(seen, tokens)
    denied = _denied(seen, kinds, tokens, negators)
    kept: list[Sighting] = []
    for index, s in enumerate(seen):
        kind = kinds[s.concept]
        if kind == "ability":
            if index in denied:
                kept.append(s._replace(concept="fails"))
        elif s.concept == "nobody":
            if index not in denied:
                kept.append(s._replace(concept="everyone"))
        elif kind != "mute" and index not in denied and not (loud and s.concept == "urgent"):
            kept.append(s)
    return _summed_up(kept)


def _summed_up(kept: list[Sighting]) -> list[Sighting]:
    """Adds what several concepts say together; a grave matter told calmly stays grave."""
    names = {s.concept for s in kept}
    wide = bool(names & _WIDE)
    if wide and names & _STOPPED:
        stop = next(s for s in kept if s.concept in _STOPPED)
        kept.append(stop._replace(concept="sweeping"))
    grave = next(
        (
            s
            for s in kept
            if s.concept in ("malware", "exposed", "harm")
            or (s.concept in ("loss", "intruder") and (wide or "mass" in names))
            or (s.concept in ("outage", "fails") and wide and "safety" in names)
        ),
        None,
    )
    if grave:
        return [*(s for s in kept if s.concept != "calm"), grave._replace(concept="grave")]
    done = next((s for s in kept if s.concept == "resolved"), None)
    if done and not names & _OPEN_REQUEST:
        return [*kept, done._replace(concept="closed")]
    return kept


def _negators(seen: list[Sighting], tokens: list[Token]) -> dict[int, int]:
    """Where negators stand that are no part of a phrase, and in which clause; "cannot" denies all the same."""
    spoken_for = {index for s in seen for index in range(s.first, s.last + 1) if s.concept != "cannot"}
    return {
        index: token.clause
        for index, token in enumerate(tokens)
        if token.word in _NEGATORS
        and index not in spoken_for
        and not (index + 1 < len(tokens) and tokens[index + 1].word in _NO_DENIAL)
    }


def _denied(seen: list[Sighting], kinds: dict[str, str], tokens: list[Token], negators: dict[int, int]) -> set[int]:
    """Indices into `seen` of what the text takes back."""
    denied: set[int] = set()
    clause = [tokens[s.first].clause if tokens else 0 for s in seen]
    for index, s in enumerate(seen):
        kind = kinds[s.concept]
        if kind in ("trouble", "ability"):
            # "No outage", "does not print"; an ability is denied from behind as well: "druckt nicht".
            around = [*range(s.first - _BEFORE, s.first)]
            if kind == "ability":
                around += range(s.last + 1, s.last + _AFTER + 1)
            if any(negators.get(at) == clause[index] for at in around):
                denied.add(index)
        elif s.concept == "denial":
            denied |= _reach(seen, clause, index)
        elif s.concept == "nobody":
            reach = _reach(seen, clause, index)
            # "Nobody can log in" is about everyone; "nobody is locked out" takes the trouble back.
            if not any(seen[other].concept in _MEANS_TO_WORK for other in reach):
                denied |= {index, *(other for other in reach if kinds[seen[other].concept] == "trouble")}
    return denied | _listed(seen, kinds, tokens)


def _listed(seen: list[Sighting], kinds: dict[str, str], tokens: list[Token]) -> set[int]:
    """What is denied in a row, as in "no error, no outage, no invoice"; a topic denied alone is still the topic."""
    found = {
        index
        for index, s in enumerate(seen)
        if s.first and tokens[s.first - 1].word in _LISTED and kinds[s.concept] in ("topic", "trouble")
    }
    return found if len(found) > 1 else set()


def _reach(seen: list[Sighting], clause: list[int], index: int) -> set[int]:
    """The sightings within a few words after the one at `index`, in the same clause."""
    return {
        other
        for other in range(index + 1, min(index + 1 + _REACH, len(seen)))
        if clause[other] == clause[index] and seen[other].first - seen[index].last <= _REACH
    }
