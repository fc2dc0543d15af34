"""Conditions that the database checks, in the words of the ORM."""

from typing import Any

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from postgres.blank import BLANKS


def visible(field: str) -> Any:
    trimmed = Func(F(field), Value(BLANKS), function="BTRIM", output_field=models.TextField())
    return GreaterThan(Length(trimmed), 0)


def one_of(field: str, labels: tuple[str, ...], *, or_null: bool = False) -> Q:
    allowed = Q(**{f"{field}__in": labels})
    return allowed | Q(**{f"{field}__isnull": True}) if or_null else allowed
