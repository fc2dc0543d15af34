"""Idempotent creation: a retry with the same Idempotency-Key creates no second row.

The key and the row are written in one transaction.
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

KEY_LIFETIME: Final = timedelta(hours=24)
# The maximum number of expired keys that each new key deletes. More than one, to catch up after a busy day.
PRUNE_BATCH: Final = 20

Created = TypeVar("Created", bound=Model)


class KeyReusedError(Exception):
    """The key was used for other values; nothing was written."""

    def __init__(self, name: str) -> None:
        super().__init__(f"This Idempotency-Key was already used for another {name}: take a new key.")


def create_once(
    key: str, values: Mapping[str, Any], model: type[Created], prepare: Callable[[], Callable[[], Created]]
) -> Created:
    """Return the row that was created with this key, or create one and store the key.

    `prepare` is called outside the transaction, so it may wait; what it returns creates the row inside. Raises
    KeyReusedError if the key was used for other values.
    """
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    if existing := _stored_row(key, digest, model):
        return existing
    create = prepare()
    try:
        with transaction.atomic():
            created = create()
            _prune(key)
            # Waits for a concurrent transaction with the same key, and fails if that commits.
            IdempotencyKey.objects.create(key=key, digest=digest, kind=_kind(model), object_id=created.pk)
    except IntegrityError:
        if existing := _stored_row(key, digest, model):
            return existing
        raise
    return created


def delete_keys(model: type[Model], ids: Sequence[int]) -> None:
    """Delete the keys of these rows of `model`, in the transaction that erases the rows."""
    IdempotencyKey.objects.filter(kind=_kind(model), object_id__in=ids).delete()


def forget_digests(model: type[Model], ids: Sequence[int]) -> None:
    """Remove what the keys of these rows tell of a redacted text. A retry still returns the row, as it is now."""
    IdempotencyKey.objects.filter(kind=_kind(model), object_id__in=ids).update(digest="")


def _kind(model: type[Model]) -> str:
    return str(model._meta.model_name)


def _stored_row(key: str, digest: str, model: type[Created]) -> Created | None:
    row = IdempotencyKey.objects.filter(created_at__gt=Now() - KEY_LIFETIME, key=key).first()
    if row is None:
        return None
    # The kind too: rows of two models could have equal values. Without a digest, any use counts as a retry.
    if row.digest not in ("", digest) or row.kind != _kind(model):
        raise KeyReusedError(str(model._meta.verbose_name))
    # None if the row was erased after its key was read. Then a new row is created.
    return model._default_manager.filter(pk=row.object_id).first()


def _prune(key: str) -> None:
    """Delete this key, if it has expired, and some other expired keys."""
    expired = IdempotencyKey.objects.filter(created_at__lte=Now() - KEY_LIFETIME)
    expired.filter(key=key).delete()
    # Rows that a concurrent request is deleting are skipped. The batch is chosen first: PostgreSQL may run a subquery
    # with LIMIT again for each row that it looks at, and then everything that has expired would go.
    rows = expired.select_for_update(skip_locked=True).order_by("created_at").values_list("pk", flat=True)
    if batch := list(rows[:PRUNE_BATCH]):
        IdempotencyKey.objects.filter(pk__in=batch).delete()
