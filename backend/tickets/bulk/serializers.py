"""The JSON of one change for many tickets."""

from typing import Any, Final

from rest_framework import serializers

from api.ids import BIGINT_MAX
from suggestions.choices import Category, Priority
from tickets.choices import Status
from tickets.serializers import TicketSerializer

AT_ONCE: Final = 100
FIELDS: Final = ("status", "category", "priority")


class ChangeSerializer(serializers.Serializer[Any]):
    """What to write to one ticket: at least one of the three."""

    id = serializers.IntegerField(min_value=1, max_value=BIGINT_MAX)
    version = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="Write only if the ticket still has this version."
    )
    status = serializers.ChoiceField(Status.choices, required=False)
    category = serializers.ChoiceField(Category.choices, required=False)
    priority = serializers.ChoiceField(Priority.choices, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a change of nothing."""
        if not any(name in attrs for name in FIELDS):
            raise serializers.ValidationError("Name a status, a category or a priority.", code="nothing_to_change")
        return attrs


class BulkSerializer(serializers.Serializer[Any]):
    """Changes, each for another ticket."""

    changes = serializers.ListField(child=ChangeSerializer(), min_length=1, max_length=AT_ONCE)

    def validate_changes(self, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse two changes of one ticket: which one should win?"""
        if len({change["id"] for change in changes}) < len(changes):
            raise serializers.ValidationError("A ticket may be named once only.", code="duplicate_id")
        return changes


class ResultSerializer(serializers.Serializer[Any]):
    """What became of one change."""

    id = serializers.IntegerField()
    outcome = serializers.ChoiceField(
        ["changed", "unchanged", "stale", "missing"],
        help_text="stale: somebody else changed the ticket first, nothing was written. missing: there is none.",
    )
    ticket = TicketSerializer(allow_null=True, help_text="As it is now.")


class BulkResultsSerializer(serializers.Serializer[Any]):
    """One result for each change, in their order."""

    results = ResultSerializer(many=True)
