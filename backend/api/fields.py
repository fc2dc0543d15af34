"""Serializer fields that are stricter than DRF's own, for every app."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from postgres.blank import is_blank


class Text(serializers.CharField):
    """Text as typed: a JSON string and nothing else, counted in code points; blank also when only blanks are in it."""

    def to_internal_value(self, data: Any) -> str:
        # CharField would take a number for its digits.
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, str) and is_blank(data):
            if not self.allow_blank:
                self.fail("blank")
            return ""
        return super().run_validation(data)


class Requester(Text):
    """Whom to answer; blank or null says nobody in particular."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(data) or None


@extend_schema_field(str)
class Token(serializers.JSONField):
    """Anything at all: a token that cannot be used never stops a submission."""


class Flag(serializers.BooleanField):
    """true or false and nothing else: BooleanField would take 0, "off" and "n" as well."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


def counts(name: str, labels: list[str]) -> Any:
    """A serializer of one whole number per label."""
    return type(name, (serializers.Serializer,), {label: serializers.IntegerField() for label in labels})()
