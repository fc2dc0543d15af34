"""The words that decided, quoted from the ticket: a person sees them beside the suggestion."""

from collections.abc import Mapping

from triage.keywords.concept_matches import ConceptMatch
from triage.keywords.features import TicketFeatures
from triage.keywords.weights import LabelWeights

_MAX_PER_LABEL, _MAX_REASONS = 3, 5
_MAX_CHARS = 40
# A concept that contributes less than this to a label did not decide.
_MIN_CONTRIBUTION = 0.3


def reasons(ticket: TicketFeatures, table: Mapping[str, LabelWeights], columns: tuple[int, int]) -> tuple[str, ...]:
    """At most five short quotes, in the order of the text; `columns` are those of the two chosen labels in `table`."""
    chosen: dict[int, ConceptMatch] = {}
    for column in columns:
        ranked = sorted(
            ((_contribution(match, ticket, table, column), -match.start, match) for match in _distinct(ticket.matches)),
            reverse=True,
        )
        for contribution, _, match in ranked[:_MAX_PER_LABEL]:
            if contribution >= _MIN_CONTRIBUTION and len(chosen) < _MAX_REASONS:
                chosen.setdefault(match.start, match)
    quotes = (
        " ".join(ticket.text[match.start : match.end].split())[:_MAX_CHARS] for _, match in sorted(chosen.items())
    )
    return tuple(dict.fromkeys(quote for quote in quotes if quote))


def _contribution(match: ConceptMatch, ticket: TicketFeatures, table: Mapping[str, LabelWeights], column: int) -> float:
    """What this concept adds to the chosen label's score, less the mean over that question's labels."""
    name = f"@{match.concept}"
    row = table[name]
    half = row[:4] if column < 4 else row[4:]
    return ticket.features.get(name, 0.0) * (row[column] - sum(half) / len(half))


def _distinct(matches: list[ConceptMatch]) -> list[ConceptMatch]:
    return list({match.concept: match for match in reversed(matches)}.values())
