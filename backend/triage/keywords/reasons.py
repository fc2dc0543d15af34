"""The words that decided, as they stand in the ticket: what a person is shown beside a suggestion."""

from collections.abc import Mapping

from triage.keywords.concept_matches import Sighting
from triage.keywords.features import Reading
from triage.keywords.weights import Row

_FOR_EACH, _AT_MOST = 3, 5
_LONGEST = 40
# Words that lean less than this to a label did not decide anything.
_LEAST = 0.3


def reasons(reading: Reading, table: Mapping[str, Row], columns: tuple[int, int]) -> tuple[str, ...]:
    """At most five short quotes, in the order of the text; `columns` are those of the two chosen labels in `table`."""
    chosen: dict[int, Sighting] = {}
    for column in columns:
        ranked = sorted(
            ((_voice(s, reading, table, column), -s.start, s) for s in _once(reading.sightings)), reverse=True
        )
        for voice, _, s in ranked[:_FOR_EACH]:
            if voice >= _LEAST and len(chosen) < _AT_MOST:
                chosen.setdefault(s.start, s)
    quotes = (" ".join(reading.text[s.start : s.end].split())[:_LONGEST] for _, s in sorted(chosen.items()))
    return tuple(dict.fromkeys(quote for quote in quotes if quote))


def _voice(s: Sighting, reading: Reading, table: Mapping[str, Row], column: int) -> float:
    """How far this concept pulls to the chosen label, against the mean of its question's labels."""
    name = f"@{s.concept}"
    row = table[name]
    half = row[:4] if column < 4 else row[4:]
    return reading.features.get(name, 0.0) * (row[column] - sum(half) / len(half))


def _once(sightings: list[Sighting]) -> list[Sighting]:
    return list({s.concept: s for s in reversed(sightings)}.values())
