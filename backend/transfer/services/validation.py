"""Validates rows by the rules of the API and reports every invalid column."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from api.limits import DESCRIPTION_MAX, REQUESTER_MAX, TITLE_MAX
from postgres.blank import is_blank
from postgres.one_line import one_line_error
from postgres.times import is_possible
from suggestions.choices import Category, Priority
from tickets.choices import Status
from transfer.services.readers import FileRow


class InvalidRowError(ValueError):
    """A row that cannot become a ticket. The message gives the reasons and quotes no content."""


@dataclass(frozen=True, slots=True)
class TicketFields:
    """The values of a valid row; None where the row gives no value."""

    title: str
    description: str
    requester: str | None
    category: str | None
    priority: str | None
    status: str
    created_at: datetime | None
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class ValidatedBatch:
    """A batch of rows: the valid `rows`, their values in `fields` in the same order, and the others with reasons."""

    rows: list[FileRow]
    fields: list[TicketFields]
    rejected: list[tuple[FileRow, str]]

    @property
    def line(self) -> int:
        """The number of the line where the last row begins."""
        return max([row.line for row in self.rows[-1:]] + [row.line for row, _ in self.rejected[-1:]])


def validate_batch(rows: list[FileRow]) -> ValidatedBatch:
    """Split rows into valid and rejected ones."""
    batch = ValidatedBatch([], [], [])
    for row in rows:
        try:
            if row.error:
                raise InvalidRowError(row.error)
            batch.fields.append(validate_row(row.values))
            batch.rows.append(row)
        except InvalidRowError as error:
            batch.rejected.append((row, str(error)))
    return batch


def validate_row(values: dict[str, Any]) -> TicketFields:
    """The ticket values of a row. Raises InvalidRowError, whose message lists every error."""
    errors: list[str] = []
    texts = {name: _text(name, values.get(name), errors) for name in TicketFields.__dataclass_fields__}
    title, requester = texts["title"].strip(), texts["requester"].strip()
    if is_blank(title):
        errors.append("title: missing or blank")
    if is_blank(texts["description"]):
        errors.append("description: missing or blank")
    _check_one_line("title", title, errors)
    _check_one_line("requester", requester, errors)
    _check_length("title", title, TITLE_MAX, errors)
    _check_length("description", texts["description"], DESCRIPTION_MAX, errors)
    _check_length("requester", requester, REQUESTER_MAX, errors)
    fields = TicketFields(
        title=title,
        description=texts["description"],
        requester=None if is_blank(requester) else requester,
        category=_choice("category", texts["category"], Category.values, errors),
        priority=_choice("priority", texts["priority"], Priority.values, errors),
        status=_choice("status", texts["status"], Status.values, errors) or Status.OPEN.value,
        created_at=_datetime("created_at", texts["created_at"], errors),
        updated_at=_datetime("updated_at", texts["updated_at"], errors),
    )
    if errors:
        raise InvalidRowError("; ".join(errors))
    return fields


def _text(name: str, value: Any, errors: list[str]) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        errors.append(f"{name}: not text")
        return ""
    if "\x00" in value:
        errors.append(f"{name}: holds a null character")
    elif any("\ud800" <= character <= "\udfff" for character in value) if not value.isascii() else False:
        errors.append(f"{name}: holds invalid characters; is the file in another encoding?")
    return value


def _check_one_line(name: str, text: str, errors: list[str]) -> None:
    if "\x00" not in text and (error := one_line_error(text)):
        errors.append(f"{name}: {error[0][0].lower()}{error[0][1:-1]}")


def _check_length(name: str, text: str, maximum: int, errors: list[str]) -> None:
    if len(text) > maximum:
        errors.append(f"{name}: {len(text)} characters, at most {maximum}")


def _choice(name: str, text: str, labels: list[str], errors: list[str]) -> str | None:
    label = text.strip().lower()
    if label and label not in labels:
        errors.append(f"{name}: none of {', '.join(labels)}")
    return label or None


def _datetime(name: str, text: str, errors: list[str]) -> datetime | None:
    if not text.strip():
        return None
    try:
        parsed = datetime.fromisoformat(text.strip())
    except ValueError:
        parsed = None
    if parsed is None or parsed.tzinfo is None:
        errors.append(f"{name}: not a time with a time zone, such as 2026-01-31T09:30:00Z or 2026-01-31T10:30:00+01:00")
        return None
    if not is_possible(parsed):
        errors.append(f"{name}: before 1970 or later than tomorrow")
        return None
    return parsed.astimezone(UTC)
