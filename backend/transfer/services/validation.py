"""Validates rows by the rules of the API and reports every invalid column."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from api.limits import DESCRIPTION_MAX, REQUESTER_MAX, TITLE_MAX
from postgres.blank import is_blank
from postgres.one_line import one_line_error
from tickets.choices import Status
from transfer.services.html_text import text_from_html
from transfer.services.lines import FileRow
from transfer.services.options import ImportOptions
from transfer.services.times import TimeError, read_time
from transfer.services.words import LABELS, label_for

DEFAULTS: Final = ImportOptions()
WORD_SHOWN: Final = 60  # characters of an unknown word


@dataclass(frozen=True, slots=True)
class Findings:
    """What was decided or not understood: notices by line; words by column, word and label, counted."""

    notices: list[tuple[int, str]] = field(default_factory=list)
    translated: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)


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
    findings: Findings = field(default_factory=Findings)

    @property
    def line(self) -> int:
        """The number of the line where the last row begins."""
        return max([row.line for row in self.rows[-1:]] + [row.line for row, _ in self.rejected[-1:]])


def validate_batch(rows: list[FileRow], options: ImportOptions = DEFAULTS) -> ValidatedBatch:
    """Split rows into valid and rejected ones."""
    batch = ValidatedBatch([], [], [])
    for row in rows:
        notices: list[str] = []
        try:
            if row.error:
                raise InvalidRowError(row.error)
            batch.fields.append(_RowCheck(options, batch.findings, notices).fields(row.values))
            batch.rows.append(row)
            batch.findings.notices.extend((row.line, notice) for notice in notices)
        except InvalidRowError as error:
            batch.rejected.append((row, str(error)))
    return batch


def validate_row(values: dict[str, Any]) -> TicketFields:
    """The ticket values of a row. Raises InvalidRowError, whose message lists every error."""
    return _RowCheck(DEFAULTS, Findings(), []).fields(values)


class _RowCheck:
    """Checks one row. Adds what it decided to `findings` and `notices`."""

    def __init__(self, options: ImportOptions, findings: Findings, notices: list[str]) -> None:
        self._options = options
        self._findings = findings
        self._notices = notices
        self._errors: list[str] = []

    def fields(self, values: dict[str, Any]) -> TicketFields:
        """Raises InvalidRowError."""
        errors = self._errors
        texts = {name: _text(name, values.get(name), errors) for name in TicketFields.__dataclass_fields__}
        if self._options.html and not errors:
            texts["title"] = " ".join(text_from_html(texts["title"]).split())
            texts["description"] = text_from_html(texts["description"])
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
            category=self._label("category", texts["category"]),
            priority=self._label("priority", texts["priority"]),
            status=self._label("status", texts["status"]) or Status.OPEN.value,
            created_at=self._time("created_at", texts["created_at"]),
            updated_at=self._time("updated_at", texts["updated_at"]),
        )
        if errors:
            raise InvalidRowError("; ".join(errors))
        return fields

    def _label(self, name: str, text: str) -> str | None:
        word = " ".join(text.split())
        if not word:
            return None
        label = label_for(name, word, self._options.value_map)
        if label is None:
            self._findings.unknown[name, word[:WORD_SHOWN]] += 1
            self._errors.append(f"{name}: none of {', '.join(LABELS[name])}")
        elif label != word.lower():
            self._findings.translated[name, word[:WORD_SHOWN], label] += 1
        return label

    def _time(self, name: str, text: str) -> datetime | None:
        if not text.strip():
            return None
        try:
            found = read_time(text, self._options.time_rules)
        except TimeError as error:
            self._errors.append(f"{name}: {error}")
            return None
        if found.notice:
            self._notices.append(f"{name}: {found.notice}")
        return found.at


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
