"""Decides which column of a file gives which column of ours, and says how to name them where that is unclear."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Final

COLUMNS: Final = (
    "id",
    "title",
    "description",
    "requester",
    "category",
    "priority",
    "status",
    "created_at",
    "updated_at",
)
REQUIRED_COLUMNS: Final = ("title", "description")
MAPPABLE_COLUMNS: Final = COLUMNS[1:]

# What other desks call our columns, in lower case, the likeliest first.
_OTHER_NAMES: Final[Mapping[str, Sequence[str]]] = {
    "title": ("subject", "summary", "betreff", "titel", "thema", "sujet", "objet", "asunto", "oggetto", "onderwerp"),
    "description": ("body", "beschreibung", "text", "message", "nachricht", "descripción", "descrizione", "details"),
    "requester": ("requester name", "reporter", "from", "contact", "melder", "anfragender", "absender", "demandeur"),
    "category": ("type", "issue type", "ticket type", "kategorie", "help topic", "catégorie", "categoría"),
    "priority": ("priorität", "prioridad", "priorité", "priorità", "urgency", "severity", "dringlichkeit"),
    "status": ("current status", "state", "zustand", "statut", "estado", "stato"),
    "created_at": ("created at", "created time", "created", "date created", "erstellt", "erstellt am", "erstelldatum"),
    "updated_at": ("updated at", "last update time", "last updated", "updated", "aktualisiert", "geändert am"),
}


class ColumnError(ValueError):
    """The columns cannot be matched. The message says what to do."""


def parse_column_map(options: Sequence[str]) -> dict[str, str]:
    """The file's column by ours, from options as `title=Subject`. Raises ColumnError."""
    found: dict[str, str] = {}
    for option in options:
        ours, equals, theirs = (part.strip() for part in option.partition("="))
        ours = ours.lower()
        if not equals or not theirs:
            raise ColumnError(f"--map {option}: write our column first, then the file's, as in title=Subject.")
        if ours not in MAPPABLE_COLUMNS:
            raise ColumnError(f"--map {option}: {ours} is none of our columns: {', '.join(MAPPABLE_COLUMNS)}.")
        if ours in found:
            raise ColumnError(f"--map gives {ours} twice.")
        found[ours] = theirs
    return found


def match_columns(header: Sequence[str], column_map: Mapping[str, str], line: int, file_name: str) -> dict[str, int]:
    """The position in the file of each of our columns. Raises ColumnError."""
    names = [name.strip().lower() for name in header]
    places: dict[str, int] = {}
    for ours in COLUMNS:
        theirs = " ".join(column_map.get(ours, ours).split()).lower()
        count = names.count(theirs)
        if count > 1:
            raise ColumnError(f"Line {line} names a column twice: {theirs}.")
        if count:
            places[ours] = names.index(theirs)
        elif ours in column_map:
            raise ColumnError(
                f"--map {ours}={column_map[ours]}: line {line} names no such column. It names {_listed(header)}."
            )
    missing = [ours for ours in REQUIRED_COLUMNS if ours not in places]
    if missing:
        raise ColumnError(_advice(header, places, missing, line, file_name))
    return places


def _advice(header: Sequence[str], places: Mapping[str, int], missing: list[str], line: int, file_name: str) -> str:
    guesses = _guesses(header, places)
    lacking = [ours for ours in missing if ours not in guesses]
    said = [
        f"Line {line} must name the columns; {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing."
    ]
    said.append(f"It names {_listed(header)}.")
    if lacking:
        said.append(f"Nothing looks like {' or '.join(lacking)}: choose a column for it; one column may serve twice.")
    options = [
        f"{ours}={guesses.get(ours, 'COLUMN')}" for ours in MAPPABLE_COLUMNS if ours in guesses or ours in lacking
    ]
    command = " ".join(["import_tickets", shlex.quote(file_name), *(f"--map {shlex.quote(each)}" for each in options)])
    return "\n".join([*said, "Say what is what, for example:", f"  {command}"])


def _guesses(header: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    by_name = {name.strip().lower(): name.strip() for name in header}
    found: dict[str, str] = {}
    for ours, others in _OTHER_NAMES.items():
        fitting = [by_name[other] for other in others if other in by_name]
        if ours not in places and fitting:
            found[ours] = fitting[0]
    return found


def _listed(header: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(name.strip() or "(no name)" for name in header))
