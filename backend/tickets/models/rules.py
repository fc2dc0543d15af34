"""Conditions that the database checks, in the words of the ORM."""

from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from postgres.blank import BLANKS
from tickets.models.labels import Changed


def visible(field: str) -> Any:
    trimmed = Func(F(field), Value(BLANKS), function="BTRIM", output_field=models.TextField())
    return GreaterThan(Length(trimmed), 0)


def one_of(field: str, labels: tuple[str, ...], *, or_null: bool = False) -> Q:
    allowed = Q(**{f"{field}__in": labels})
    return allowed | Q(**{f"{field}__isnull": True}) if or_null else allowed


def changed() -> Case:
    """Which part of the suggestion no longer stands; null where none was made, or for another text."""
    category, priority = _differs("category"), _differs("priority")
    return Case(
        When(Q(suggested_by__isnull=True) | Q(suggested_text_changed=True), then=Value(None)),
        When(category & priority, then=Value(Changed.BOTH.value)),
        When(category, then=Value(Changed.CATEGORY.value)),
        When(priority, then=Value(Changed.PRIORITY.value)),
        default=Value(Changed.NEITHER.value),
    )


def _differs(field: str) -> Q:
    return Q(**{f"suggested_{field}__isnull": False}) & ~Q(**{f"suggested_{field}": F(field)})
