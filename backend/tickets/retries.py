"""A submission that is sent again, after a lost answer, makes no second ticket.

Key and ticket are written in one transaction: either both are there or neither is.
"""

import hashlib
import json
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from tickets.models import IdempotencyKey, Ticket
from tickets.services import ticket_create

KEPT: Final = timedelta(hours=24)
# More than one, so that the rest of a busy day goes too; few, so that no submission waits for it.
PRUNED_AT_ONCE: Final = 20


class KeyReused(Exception):  # noqa: N818 (it names what happened, as DoesNotExist does)
    """The key belongs to another submission; nothing was written."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was already used for another ticket: take a new key.")


def ticket_create_once(*, key: str, **values: Any) -> Ticket:
    """The ticket that this key made in the last 24 hours, as it is now, or a new one: see services.ticket_create.

    Raises KeyReused where it was made from other values.
    """
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    if found := _found(key, digest):
        return found
    try:
        with transaction.atomic():
            ticket = ticket_create(**values)
            _prune(key)
            # Waits here for a twin whose transaction is still open, and fails when that has stored the key.
            IdempotencyKey.objects.create(key=key, digest=digest, ticket=ticket)
    except IntegrityError:
        if found := _found(key, digest):
            return found
        raise
    return ticket


def _found(key: str, digest: str) -> Ticket | None:
    fresh = IdempotencyKey.objects.filter(created_at__gt=Now() - KEPT)
    row = fresh.select_related("ticket").filter(key=key).first()
    if row and row.digest != digest:
        raise KeyReused
    return row.ticket if row else None


def _prune(key: str) -> None:
    """Forget this key, if it is old, and some other old ones."""
    old = IdempotencyKey.objects.filter(created_at__lte=Now() - KEPT)
    old.filter(key=key).delete()
    # Rows that another submission is forgetting at this moment are left to it.
    some = old.select_for_update(skip_locked=True).order_by("created_at").values("pk")[:PRUNED_AT_ONCE]
    IdempotencyKey.objects.filter(pk__in=some).delete()
