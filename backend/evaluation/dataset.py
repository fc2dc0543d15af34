"""Labelled tickets: one JSON object a line, with what a person would have chosen."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import cast

from triage import CATEGORIES, PRIORITIES, Category, Priority, Question


class BadRowsError(ValueError):
    """A file of labelled tickets cannot be used; the text names the file and the line."""


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket with the labels a person gave it; None where that person gave none."""

    id: str
    description: str
    title: str = ""
    category: Category | None = None
    priority: Priority | None = None
    lang: str = "en"
    source: str = ""
    hard: tuple[str, ...] = ()

    @property
    def question(self) -> Question:
        """What a classifier is asked."""
        return Question(description=self.description, title=self.title)


def shipped_rows() -> list[Row]:
    """The evaluation set that comes with Quietdesk; nothing is ever learned from it."""
    return _parse("tickets.jsonl", (files(__package__) / "tickets.jsonl").read_text(encoding="utf-8"))


def training_rows() -> list[Row]:
    """The tickets written for learning the keyword weights; none of them is in the evaluation set."""
    return _parse("training.jsonl", (files(__package__) / "training.jsonl").read_text(encoding="utf-8"))


def read_rows(path: Path) -> list[Row]:
    """The rows of a JSON Lines file; raises BadRowsError naming the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRowsError(f"{path}: cannot be read: {error}") from error
    return _parse(str(path), text)


def _parse(name: str, text: str) -> list[Row]:
    # Not splitlines(): JSON text may hold U+2028 and its like, which end no line here.
    rows = [_row(f"{name}, line {number}", line) for number, line in _filled(text.split("\n"))]
    if not rows:
        raise BadRowsError(f"{name}: no tickets in it")
    return rows


def _filled(lines: list[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _row(place: str, line: str) -> Row:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise BadRowsError(f"{place}: not JSON: {error}") from error
    if not isinstance(data, dict):
        raise BadRowsError(f"{place}: not an object")
    description = data.get("description")
    if not isinstance(description, str) or not description.strip():
        raise BadRowsError(f"{place}: description must be text and not blank")
    title = data.get("title") or ""
    if not isinstance(title, str):
        raise BadRowsError(f"{place}: title must be text")
    category = _choice(place, "category", data.get("category"), CATEGORIES)
    priority = _choice(place, "priority", data.get("priority"), PRIORITIES)
    if category is None and priority is None:
        raise BadRowsError(f"{place}: neither category nor priority; there is nothing to compare with")
    hard = data.get("hard") or ()
    if not isinstance(hard, list | tuple) or not all(isinstance(tag, str) for tag in hard):
        raise BadRowsError(f"{place}: hard must be a list of words")
    return Row(
        id=str(data.get("id") or place),
        description=description,
        title=title,
        category=cast("Category | None", category),
        priority=cast("Priority | None", priority),
        lang=str(data.get("lang") or "en"),
        source=str(data.get("source") or ""),
        hard=tuple(hard),
    )


def _choice(place: str, name: str, value: object, choices: tuple[str, ...]) -> str | None:
    if value is None:
        return None
    if value not in choices:
        raise BadRowsError(f"{place}: {name} {value!r} is none of {', '.join(choices)}")
    return str(value)
