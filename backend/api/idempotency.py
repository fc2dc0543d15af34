"""A submission that is sent again, after a lost answer, makes no second row.

The key and what it made are written in one transaction: either both are there or neither is.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.functions import Now

from api.models import IdempotencyKey

KEPT: Final = timedelta(hours=24)
# More than one, so that the rest of a busy day goes too; few, so that no submission waits for it.
PRUNED_AT_ONCE: Final = 20

Made = TypeVar("Made", bound=Model)


class KeyReusedError(Exception):
    """The key belongs to another submission; nothing was written."""

    def __init__(self, name: str) -> None:
        super().__init__(f"This Idempotency-Key was already used for another {name}: take a new key.")


def once(key: str, values: Mapping[str, Any], model: type[Made], make: Callable[[], Made]) -> Made:
    """The row of `model` that this key made in the last 24 hours, or what `make` makes now.

    Raises KeyReusedError where it was made from other values.
    """
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    if found := _found(key, digest, model):
        return found
    try:
        with transaction.atomic():
            made = make()
            _prune(key)
            # Waits here for a twin whose transaction is still open, and fails when that has stored the key.
            IdempotencyKey.objects.create(key=key, digest=digest, kind=_kind(model), object_id=made.pk)
    except IntegrityError:
        if found := _found(key, digest, model):
            return found
        raise
    return made


def forget(model: type[Model], ids: Sequence[int]) -> None:
    """Forget the keys that made these rows of `model`: for rows that are erased, in the same transaction."""
    IdempotencyKey.objects.filter(kind=_kind(model), object_id__in=ids).delete()


def _kind(model: type[Model]) -> str:
    return str(model._meta.model_name)


def _found(key: str, digest: str, model: type[Made]) -> Made | None:
    row = IdempotencyKey.objects.filter(created_at__gt=Now() - KEPT, key=key).first()
    if row is None:
        return None
    # The kind too: the values of a note could be those of a ticket.
    if row.digest != digest or row.kind != _kind(model):
        raise KeyReusedError(str(model._meta.verbose_name))
    # None only for a row that was erased after its key was read: the submission then makes a new one.
    return model._default_manager.filter(pk=row.object_id).first()


def _prune(key: str) -> None:
    """Forget this key, if it is old, and some other old ones."""
    old = IdempotencyKey.objects.filter(created_at__lte=Now() - KEPT)
    old.filter(key=key).delete()
    # Rows that another submission is forgetting at this moment are left to it.
    some = old.select_for_update(skip_locked=True).order_by("created_at").values("pk")[:PRUNED_AT_ONCE]
    IdempotencyKey.objects.filter(pk__in=some).delete()
