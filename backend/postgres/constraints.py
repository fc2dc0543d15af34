"""Conditions for check constraints."""

from typing import Any

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from postgres.blank import BLANKS
from postgres.one_line import REFUSED
from postgres.times import EARLIEST, LATEST


def not_blank(field: str) -> Any:
    """The field holds more than the characters of postgres/blank.py."""
    trimmed = Func(F(field), Value(BLANKS), function="BTRIM", output_field=models.TextField())
    return GreaterThan(Length(trimmed), 0)


def one_line(field: str) -> Q:
    """The field holds no character that postgres/one_line.py refuses. Null passes."""
    return ~Q(**{f"{field}__regex": REFUSED})


def possible_time(field: str) -> Q:
    """The field lies in the part of postgres/times.py that needs no clock."""
    return Q(**{f"{field}__gte": EARLIEST, f"{field}__lt": LATEST})


def one_of(field: str, labels: tuple[str, ...], *, or_null: bool = False) -> Q:
    """The field holds one of the labels."""
    allowed = Q(**{f"{field}__in": labels})
    return allowed | Q(**{f"{field}__isnull": True}) if or_null else allowed
