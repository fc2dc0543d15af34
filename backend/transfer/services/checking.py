"""What a row must be to become a ticket: the API's own rules, told by column."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from api.limits import DESCRIPTION_MAX, REQUESTER_MAX, TITLE_MAX
from postgres.blank import is_blank
from suggestions.choices import Category, Priority
from tickets.choices import Status
from transfer.services.reading import Row


class BadRowError(ValueError):
    """A row that cannot become a ticket; the text says why and quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked row; None where it says nothing and something else decides."""

    title: str
    description: str
    requester: str | None
    category: str | None
    priority: str | None
    status: str
    created_at: datetime | None
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A batch of rows: those that can be tickets, with their drafts at the same places, and the others with reasons."""

    rows: list[Row]
    drafts: list[Draft]
    rejected: list[tuple[Row, str]]

    @property
    def line(self) -> int:
        """Where the last of them begins."""
        return max([row.line for row in self.rows[-1:]] + [row.line for row, _ in self.rejected[-1:]])


def checked(batch: list[Row]) -> Checked:
    """What can be taken of a batch, and what cannot."""
    found = Checked([], [], [])
    for row in batch:
        try:
            if row.problem:
                raise BadRowError(row.problem)
            found.drafts.append(draft(row.values))
            found.rows.append(row)
        except BadRowError as error:
            found.rejected.append((row, str(error)))
    return found


def draft(values: dict[str, Any]) -> Draft:
    """The ticket that a row describes. Raises BadRowError with everything that is wrong."""
    problems: list[str] = []
    texts = {name: _text(name, values.get(name), problems) for name in Draft.__dataclass_fields__}
    title, requester = texts["title"].strip(), texts["requester"].strip()
    if is_blank(title):
        problems.append("title: missing or blank")
    if is_blank(texts["description"]):
        problems.append("description: missing or blank")
    _bound("title", title, TITLE_MAX, problems)
    _bound("description", texts["description"], DESCRIPTION_MAX, problems)
    _bound("requester", requester, REQUESTER_MAX, problems)
    made = Draft(
        title=title,
        description=texts["description"],
        requester=None if is_blank(requester) else requester,
        category=_label("category", texts["category"], Category.values, problems),
        priority=_label("priority", texts["priority"], Priority.values, problems),
        status=_label("status", texts["status"], Status.values, problems) or Status.OPEN.value,
        created_at=_moment("created_at", texts["created_at"], problems),
        updated_at=_moment("updated_at", texts["updated_at"], problems),
    )
    if problems:
        raise BadRowError("; ".join(problems))
    return made


def _text(name: str, value: Any, problems: list[str]) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        problems.append(f"{name}: not text")
        return ""
    if "\x00" in value:
        problems.append(f"{name}: holds a null character")
    elif any("\ud800" <= character <= "\udfff" for character in value) if not value.isascii() else False:
        problems.append(f"{name}: holds what is no character; is the file's encoding another one?")
    return value


def _bound(name: str, text: str, most: int, problems: list[str]) -> None:
    if len(text) > most:
        problems.append(f"{name}: {len(text)} characters, at most {most}")


def _label(name: str, text: str, labels: list[str], problems: list[str]) -> str | None:
    label = text.strip().lower()
    if label and label not in labels:
        problems.append(f"{name}: none of {', '.join(labels)}")
    return label or None


def _moment(name: str, text: str, problems: list[str]) -> datetime | None:
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    problems.append(f"{name}: not a time with its zone, such as 2026-01-31T09:30:00Z or 2026-01-31T10:30:00+01:00")
    return None
