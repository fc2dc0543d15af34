"""A submission that is sent again, after a lost answer, makes no second ticket and no second note.

Key and ticket, or key and note, are written in one transaction: either both are there or neither is.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final, TypeVar

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from tickets.models import IdempotencyKey, Ticket, TicketNote
from tickets.services import ticket_create

KEPT: Final = timedelta(hours=24)
# More than one, so that the rest of a busy day goes too; few, so that no submission waits for it.
PRUNED_AT_ONCE: Final = 20

Made = TypeVar("Made", Ticket, TicketNote)


class KeyReused(Exception):
    """The key belongs to another submission; nothing was written."""

    def __init__(self, name: str) -> None:
        super().__init__(f"This Idempotency-Key was already used for another {name}: take a new key.")


def ticket_create_once(*, key: str, **values: Any) -> Ticket:
    """The ticket that this key made in the last 24 hours, as it is now, or a new one: see services.ticket_create.

    Raises KeyReused where it was made from other values.
    """
    return once(key, values, Ticket, lambda: ticket_create(**values))


def once(key: str, values: Mapping[str, Any], kind: type[Made], make: Callable[[], Made]) -> Made:
    """What this key made in the last 24 hours, or what `make` makes now. Raises KeyReused where the values differ."""
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    if found := _found(key, digest, kind):
        return found
    try:
        with transaction.atomic():
            made = make()
            _prune(key)
            # Waits here for a twin whose transaction is still open, and fails when that has stored the key.
            IdempotencyKey.objects.create(key=key, digest=digest, **_columns(made))
    except IntegrityError:
        if found := _found(key, digest, kind):
            return found
        raise
    return made


def _columns(made: Ticket | TicketNote) -> dict[str, Any]:
    # A note's key names its ticket too, so that Erase forgets it with the ticket.
    return {"ticket": made} if isinstance(made, Ticket) else {"ticket_id": made.ticket_id, "note": made}


def _found(key: str, digest: str, kind: type[Made]) -> Made | None:
    fresh = IdempotencyKey.objects.filter(created_at__gt=Now() - KEPT)
    row = fresh.select_related("ticket", "note").filter(key=key).first()
    if row is None:
        return None
    made = row.note or row.ticket
    # The kind too: a note's values could spell a ticket's.
    if row.digest != digest or not isinstance(made, kind):
        raise KeyReused("note" if kind is TicketNote else "ticket")
    return made


def _prune(key: str) -> None:
    """Forget this key, if it is old, and some other old ones."""
    old = IdempotencyKey.objects.filter(created_at__lte=Now() - KEPT)
    old.filter(key=key).delete()
    # Rows that another submission is forgetting at this moment are left to it.
    some = old.select_for_update(skip_locked=True).order_by("created_at").values("pk")[:PRUNED_AT_ONCE]
    IdempotencyKey.objects.filter(pk__in=some).delete()
