"""Serializer fields that are stricter than DRF's."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.limits import TOKEN_MAX
from postgres.blank import is_blank
from postgres.one_line import one_line_error


class StrictCharField(serializers.CharField):
    """A CharField that only accepts JSON strings and rejects text of blank characters (postgres/blank.py)."""

    def to_internal_value(self, data: Any) -> str:
        # CharField also accepts numbers.
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, str) and is_blank(data):
            if not self.allow_blank:
                self.fail("blank")
            return ""
        return super().run_validation(data)


class LineField(StrictCharField):
    """A StrictCharField for one line of text (postgres/one_line.py)."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if error := one_line_error(text):
            raise serializers.ValidationError(error[0], code=error[1])
        return text


class OptionalLineField(LineField):
    """A LineField that turns blank text into null."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(data) or None


@extend_schema_field(str)
class TokenField(serializers.Field[str | None, Any, Any, Any]):
    """Keeps a string of at most TOKEN_MAX characters. Any other value is None, as a token that is not valid."""

    def to_internal_value(self, data: Any) -> str | None:
        return data if isinstance(data, str) and len(data) <= TOKEN_MAX else None


class StrictBooleanField(serializers.BooleanField):
    """A BooleanField that only accepts true and false. DRF's also accepts 0, "off" and "n"."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


def count_serializer(name: str, labels: list[str]) -> Any:
    """A serializer with an integer field for each label."""
    return type(name, (serializers.Serializer,), {label: serializers.IntegerField() for label in labels})()
