"""Translates the words of other desks for priority, status and category."""

from collections.abc import Mapping, Sequence
from typing import Final

from suggestions.choices import Category, Priority
from tickets.choices import Status

LABELS: Final[Mapping[str, Sequence[str]]] = {
    "category": Category.values,
    "priority": Priority.values,
    "status": Status.values,
}
# Case, blanks, hyphens and underscores make no difference. docs/import.md shows the table.
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "priority": {
        "low": "lowest, minor, trivial, niedrig, gering, faible, basse, baja, bassa, laag",
        "medium": "normal, moderate, mittel, moyenne, normale, media, gemiddeld",
        "high": "major, hoch, haute, élevée, alta, hoog",
        "critical": "urgent, emergency, highest, blocker, kritisch, dringend, notfall, critique, urgente, crítica",
    },
    "status": {
        "open": "new, reopened, to do, todo, backlog, neu, offen, wieder geöffnet, nouveau, ouvert, nuevo, abierto",
        "in_progress": (
            "pending, hold, on hold, assigned, waiting, waiting on customer, waiting for customer,"
            " waiting on third party, waiting for support, awaiting reply, awaiting your reply, in bearbeitung,"
            " in arbeit, wartend, wartet, zurückgestellt, en cours, en attente, en curso, pendiente"
        ),
        "resolved": "solved, done, fixed, completed, gelöst, erledigt, behoben, résolu, resuelto, risolto",
        "closed": "cancelled, canceled, archived, geschlossen, abgeschlossen, abgebrochen, fermé, cerrado, chiuso",
    },
}


ValueMap = Mapping[str, Mapping[str, str]]


class ValueMapError(ValueError):
    """An option that maps a value cannot be understood. The message says what to write."""


def parse_value_map(options: Sequence[str]) -> dict[str, dict[str, str]]:
    """The label by column and word, from options as `priority:Urgent=critical`. Raises ValueMapError."""
    found: dict[str, dict[str, str]] = {}
    for option in options:
        left, equals, label = (part.strip() for part in option.rpartition("="))
        column, _, word = (part.strip() for part in left.partition(":"))
        labels = LABELS.get(column.lower())
        if not equals or not word or labels is None:
            raise ValueMapError(f"--value {option}: write column:word=label, as in priority:Urgent=critical.")
        if label.lower() not in labels:
            raise ValueMapError(f"--value {option}: {label or 'nothing'} is none of {', '.join(labels)}.")
        words = found.setdefault(column.lower(), {})
        if words.setdefault(normal(word), label.lower()) != label.lower():
            raise ValueMapError(f"--value gives {column}:{word} two labels.")
    return found


def label_for(column: str, word: str, value_map: ValueMap) -> str | None:
    """The label that a word means, or None. An option wins over our table, and a label means itself."""
    key = normal(word)
    said = value_map.get(column, {}).get(key)
    if said is not None:
        return said
    own = {normal(label): str(label) for label in LABELS[column]}
    return own.get(key) or _BY_WORD.get(column, {}).get(key)


def normal(word: str) -> str:
    """The form in which words are compared.

    >>> normal(" In-Progress "), normal("in_progress")
    ('in progress', 'in progress')
    """
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())


_BY_WORD: Final = {
    column: {normal(word): label for label, words in table.items() for word in words.split(",")}
    for column, table in WORDS.items()
}
