"""Many tickets written at once, each with its line of history: by COPY, in the transaction of whoever calls."""

import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import DataError, IntegrityError, connection, transaction

from transfer.services.keyword_labels import Labelled

TICKET: Final = (
    "id",
    "title",
    "description",
    "requester",
    "category",
    "priority",
    "status",
    "created_at",
    "updated_at",
    "version",
    "suggested_category",
    "suggested_priority",
    "suggested_by",
    "suggested_confidence",
    "suggested_ms",
    "suggested_text_changed",
)
EVENT: Final = ("ticket_id", "at", "actor", "field")


def store(wanted: Sequence[Labelled]) -> dict[int, str]:
    """Write them as tickets of the past; by place, why the database refused one that had passed every check."""
    refused: dict[int, str] = {}
    _store(list(enumerate(wanted)), refused)
    return refused


def _store(wanted: list[tuple[int, Labelled]], refused: dict[int, str]) -> None:
    try:
        with transaction.atomic():
            _copy([one for _, one in wanted])
    except (DataError, IntegrityError) as error:
        if len(wanted) == 1:
            refused[wanted[0][0]] = f"the database refused it ({getattr(error.__cause__, 'pgcode', None)})"
            return
        # Halves, until the one that spoils the rest stands alone.
        middle = len(wanted) // 2
        _store(wanted[:middle], refused)
        _store(wanted[middle:], refused)


def _copy(wanted: Sequence[Labelled]) -> None:
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('tickets_ticket', 'id')), now() FROM generate_series(1, %s)",
            [len(wanted)],
        )
        given: list[tuple[int, datetime]] = cursor.fetchall()
        tickets, events = [], []
        for (number, now), one in zip(given, wanted, strict=True):
            draft = one.draft
            came = draft.created_at or draft.updated_at or now
            tickets.append(
                (
                    number,
                    draft.title,
                    draft.description,
                    draft.requester,
                    one.category,
                    one.priority,
                    draft.status,
                    came,
                    draft.updated_at or came,
                    1,
                    one.suggested_category,
                    one.suggested_priority,
                    "keywords" if one.confidence else None,
                    json.dumps(one.confidence) if one.confidence else None,
                    one.ms,
                    False,
                )
            )
            events.append((number, came, "import", "created"))
        with connection.wrap_database_errors:
            for table, columns, lines in (("ticket", TICKET, tickets), ("ticketevent", EVENT, events)):
                command = f"COPY tickets_{table} ({', '.join(columns)}) FROM STDIN"
                cursor.cursor.copy_expert(command, io.StringIO(_text(lines)))


def _text(rows: Iterable[Sequence[Any]]) -> str:
    return "".join("\t".join(map(_field, row)) + "\n" for row in rows)


# What COPY reads as something else than itself.
_ESCAPES: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _field(value: Any) -> str:
    if value is None:
        return r"\N"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)
