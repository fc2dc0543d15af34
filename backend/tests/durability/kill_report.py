"""Compares the responses that clients received with the rows in the database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from tests.durability.desk import Desk
from tests.durability.writers import Writers

# A ticket is complete when it has one creation event, an event for each later version, and its idempotency key.
ROWS = """
SELECT substr(title, length(%s) + 2), id, status, version,
       (SELECT count(*) FROM tickets_ticketevent e WHERE e.ticket_id = t.id AND e.field = 'created'),
       (SELECT count(*) FROM tickets_ticketevent e WHERE e.ticket_id = t.id),
       (SELECT count(*) FROM api_idempotencykey k WHERE k.kind = 'ticket' AND k.object_id = t.id)
  FROM tickets_ticket t WHERE title LIKE %s
"""
HEAD = (
    "killed",
    "answered 201",
    "found",
    "lost",
    "duplicated",
    "incomplete",
    "changes answered",
    "changes lost",
    "no answer",
    "retries with the first ticket",
)


@dataclass(frozen=True)
class KillReport:
    """One kill: how many requests were answered, and what the database has of them."""

    killed: str
    answered: int
    found: int
    lost: int
    duplicated: int
    incomplete: int
    changes: int
    changes_lost: int
    unanswered: int
    deduplicated: int

    @classmethod
    def of(cls, killed: str, writers: Writers, desk: Desk) -> "KillReport":
        rows = desk.query(ROWS, writers.marker, f"{writers.marker} %")
        by_key = {key: (number, status) for key, number, status, *_ in rows}
        copies = Counter(key for key, *_ in rows)
        changed = [one for one in writers.sent if one.changed]
        found = [one for one in writers.answered if by_key.get(one.key, (None,))[0] == one.answered]
        return cls(
            killed=killed,
            answered=len(writers.answered),
            found=len(found),
            lost=len(writers.answered) - len(found),
            duplicated=sum(n - 1 for n in copies.values()),
            incomplete=sum(
                created != 1 or events != version or keys != 1 for _, _, _, version, created, events, keys in rows
            ),
            changes=len(changed),
            changes_lost=sum(by_key.get(one.key, ("", ""))[1] != one.requested_status for one in changed),
            unanswered=writers.unanswered,
            deduplicated=sum(one.deduplicated for one in writers.answered),
        )

    @staticmethod
    def lines(reports: Sequence["KillReport"]) -> list[str]:
        rows = [HEAD, *(tuple(str(part) for part in astuple(one)) for one in reports)]
        first = max(len(row[0]) for row in rows)
        return [
            row[0].ljust(first)
            + "".join(f"  {cell:>{len(name)}}" for cell, name in zip(row[1:], HEAD[1:], strict=True))
            for row in rows
        ]
