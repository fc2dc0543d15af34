"""Datasets of labelled tickets: JSON Lines, one ticket a line, with the labels that a person chose."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import cast

from triage import CATEGORIES, PRIORITIES, Category, Priority, Question


class InvalidDataset(ValueError):
    """A dataset cannot be used. The message names the file and the line."""


@dataclass(frozen=True, slots=True)
class LabelledTicket:
    """One ticket and the labels that a person gave it; None where there is none."""

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
        """The text as a classifier gets it."""
        return Question(description=self.description, title=self.title)


def evaluation_set() -> list[LabelledTicket]:
    """The evaluation set that comes with Quietdesk. Nothing is learned from it."""
    return _parse("tickets.jsonl", (files(__package__) / "tickets.jsonl").read_text(encoding="utf-8"))


def unseen_set() -> list[LabelledTicket]:
    """A second evaluation set, by other hands and in other styles. Nothing is learned from it."""
    return _parse("unseen.jsonl", (files(__package__) / "unseen.jsonl").read_text(encoding="utf-8"))


def training_set() -> list[LabelledTicket]:
    """The training set of classifier and keywords. None of its tickets is in an evaluation set."""
    return _parse("training.jsonl", (files(__package__) / "training.jsonl").read_text(encoding="utf-8"))


def read_dataset(path: Path) -> list[LabelledTicket]:
    """The tickets of a JSON Lines file. Raises InvalidDataset naming the invalid line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidDataset(f"{path}: cannot be read: {error}") from error
    return _parse(str(path), text)


def _parse(name: str, text: str) -> list[LabelledTicket]:
    # Not splitlines(): JSON text may hold U+2028 and the like, which end no line of the file.
    tickets = [_ticket(f"{name}, line {number}", line) for number, line in _non_blank(text.split("\n"))]
    if not tickets:
        raise InvalidDataset(f"{name}: no tickets in it")
    return tickets


def _non_blank(lines: list[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _ticket(where: str, line: str) -> LabelledTicket:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise InvalidDataset(f"{where}: not JSON: {error}") from error
    if not isinstance(data, dict):
        raise InvalidDataset(f"{where}: not an object")
    description = data.get("description")
    if not isinstance(description, str) or not description.strip():
        raise InvalidDataset(f"{where}: description must be text and not blank")
    title = data.get("title") or ""
    if not isinstance(title, str):
        raise InvalidDataset(f"{where}: title must be text")
    category = _choice(where, "category", data.get("category"), CATEGORIES)
    priority = _choice(where, "priority", data.get("priority"), PRIORITIES)
    if category is None and priority is None:
        raise InvalidDataset(f"{where}: neither category nor priority; there is nothing to compare with")
    hard = data.get("hard") or ()
    if not isinstance(hard, list | tuple) or not all(isinstance(tag, str) for tag in hard):
        raise InvalidDataset(f"{where}: hard must be a list of words")
    return LabelledTicket(
        id=str(data.get("id") or where),
        description=description,
        title=title,
        category=cast("Category | None", category),
        priority=cast("Priority | None", priority),
        lang=str(data.get("lang") or "en"),
        source=str(data.get("source") or ""),
        hard=tuple(hard),
    )


def _choice(where: str, name: str, value: object, choices: tuple[str, ...]) -> str | None:
    if value is None:
        return None
    if value not in choices:
        raise InvalidDataset(f"{where}: {name} {value!r} is none of {', '.join(choices)}")
    return str(value)
