"""Inserts many tickets and their first history entries with COPY, in the transaction of the caller."""

import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import DataError, IntegrityError, connection, transaction

from transfer.services.keyword_labels import NewTicket

TICKET_COLUMNS: Final = (
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
EVENT_COLUMNS: Final = ("ticket_id", "at", "actor", "field")


def bulk_insert(tickets: Sequence[NewTicket]) -> dict[int, str]:
    """Insert tickets. Returns the reasons for those that a constraint of the database rejected, by index."""
    rejected: dict[int, str] = {}
    _insert(list(enumerate(tickets)), rejected)
    return rejected


def _insert(tickets: list[tuple[int, NewTicket]], rejected: dict[int, str]) -> None:
    try:
        with transaction.atomic():
            _copy([ticket for _, ticket in tickets])
    except (DataError, IntegrityError) as error:
        if len(tickets) == 1:
            rejected[tickets[0][0]] = f"rejected by the database (SQLSTATE {getattr(error.__cause__, 'pgcode', None)})"
            return
        # Bisect until the invalid ticket is alone.
        middle = len(tickets) // 2
        _insert(tickets[:middle], rejected)
        _insert(tickets[middle:], rejected)


def _copy(tickets: Sequence[NewTicket]) -> None:
    if not tickets:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('tickets_ticket', 'id')), now() FROM generate_series(1, %s)",
            [len(tickets)],
        )
        generated: list[tuple[int, datetime]] = cursor.fetchall()
        ticket_rows, event_rows = [], []
        for (ticket_id, now), ticket in zip(generated, tickets, strict=True):
            fields = ticket.fields
            created_at = fields.created_at or fields.updated_at or now
            ticket_rows.append(
                (
                    ticket_id,
                    fields.title,
                    fields.description,
                    fields.requester,
                    ticket.category,
                    ticket.priority,
                    fields.status,
                    created_at,
                    fields.updated_at or created_at,
                    1,
                    ticket.suggested_category,
                    ticket.suggested_priority,
                    "keywords" if ticket.confidence else None,
                    json.dumps(ticket.confidence) if ticket.confidence else None,
                    ticket.ms,
                    False,
                )
            )
            event_rows.append((ticket_id, created_at, "import", "created"))
        with connection.wrap_database_errors:
            for table, columns, rows in (
                ("ticket", TICKET_COLUMNS, ticket_rows),
                ("ticketevent", EVENT_COLUMNS, event_rows),
            ):
                command = f"COPY tickets_{table} ({', '.join(columns)}) FROM STDIN"
                cursor.cursor.copy_expert(command, io.StringIO(_copy_text(rows)))


def _copy_text(rows: Iterable[Sequence[Any]]) -> str:
    return "".join("\t".join(map(_copy_field, row)) + "\n" for row in rows)


# Characters with a meaning in COPY's text format.
_ESCAPES: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _copy_field(value: Any) -> str:
    if value is None:
        return r"\N"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)
