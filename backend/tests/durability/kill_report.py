"""Compares what clients were told with what the database holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from tests.durability.desk import Desk
from tests.durability.writers import Writers

# A ticket is whole when its history begins with its making, has a line for every later version, and its key is kept.
ROWS = """
SELECT substr(title, length(%s) + 2), id, status, version,
       (SELECT count(*) FROM tickets_ticketevent e WHERE e.ticket_id = t.id AND e.field = 'created'),
       (SELECT count(*) FROM tickets_ticketevent e WHERE e.ticket_id = t.id),
       (SELECT count(*) FROM tickets_idempotencykey k WHERE k.ticket_id = t.id)
  FROM tickets_ticket t WHERE title LIKE %s
"""
HEAD = (
    "killed",
    "answered 201",
    "found",
    "lost",
    "doubled",
    "half written",
    "changes answered",
    "changes lost",
    "answers lost",
    "retries given the first ticket",
)


@dataclass(frozen=True)
class Ledger:
    """One kill: what was answered, and what became of it."""

    killed: str
    answered: int
    found: int
    lost: int
    doubled: int
    half_written: int
    changes: int
    changes_lost: int
    unanswered: int
    kept_by_key: int

    @classmethod
    def of(cls, killed: str, writers: Writers, desk: Desk) -> "Ledger":
        rows = desk.query(ROWS, writers.marker, f"{writers.marker} %")
        by_key = {key: (number, status) for key, number, status, *_ in rows}
        times = Counter(key for key, *_ in rows)
        changed = [one for one in writers.sent if one.changed]
        found = [one for one in writers.answered if by_key.get(one.key, (None,))[0] == one.answered]
        return cls(
            killed=killed,
            answered=len(writers.answered),
            found=len(found),
            lost=len(writers.answered) - len(found),
            doubled=sum(n - 1 for n in times.values()),
            half_written=sum(
                created != 1 or events != version or keys != 1 for _, _, _, version, created, events, keys in rows
            ),
            changes=len(changed),
            changes_lost=sum(by_key.get(one.key, ("", ""))[1] != one.wanted for one in changed),
            unanswered=writers.unanswered,
            kept_by_key=sum(one.kept_by_key for one in writers.answered),
        )

    @staticmethod
    def lines(ledgers: Sequence["Ledger"]) -> list[str]:
        rows = [HEAD, *(tuple(str(part) for part in astuple(one)) for one in ledgers)]
        first = max(len(row[0]) for row in rows)
        return [
            row[0].ljust(first)
            + "".join(f"  {cell:>{len(name)}}" for cell, name in zip(row[1:], HEAD[1:], strict=True))
            for row in rows
        ]
