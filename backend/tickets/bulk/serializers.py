"""The serializers of bulk updates."""

from typing import Any, Final

from rest_framework import serializers

from api.ids import BIGINT_MAX
from suggestions.choices import Category, Priority
from tickets.choices import Status
from tickets.serializers import TicketSerializer

ITEMS_MAX: Final = 100
FIELDS: Final = ("status", "category", "priority")


class ChangeSerializer(serializers.Serializer[Any]):
    """The update of one ticket: at least one of status, category and priority."""

    id = serializers.IntegerField(min_value=1, max_value=BIGINT_MAX)
    version = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="Update only if the ticket still has this version."
    )
    status = serializers.ChoiceField(Status.choices, required=False)
    category = serializers.ChoiceField(Category.choices, required=False)
    priority = serializers.ChoiceField(Priority.choices, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Reject an update without fields."""
        if not any(name in attrs for name in FIELDS):
            raise serializers.ValidationError("Name a status, a category or a priority.", code="nothing_to_change")
        return attrs


class BulkSerializer(serializers.Serializer[Any]):
    """Updates of different tickets."""

    changes = serializers.ListField(child=ChangeSerializer(), min_length=1, max_length=ITEMS_MAX)

    def validate_changes(self, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Reject two updates of one ticket, whose order would be ambiguous."""
        if len({change["id"] for change in changes}) < len(changes):
            raise serializers.ValidationError("A ticket may be named once only.", code="duplicate_id")
        return changes


class ChangedTicketSerializer(TicketSerializer):
    """A ticket without its description, which a bulk update does not change."""

    class Meta(TicketSerializer.Meta):
        fields: Any = tuple(name for name in TicketSerializer.Meta.fields if name != "description")
        read_only_fields = fields


class ResultSerializer(serializers.Serializer[Any]):
    """The result of one update."""

    id = serializers.IntegerField()
    outcome = serializers.ChoiceField(
        ["changed", "unchanged", "stale", "missing"],
        help_text="stale: the ticket has another version, nothing was written. missing: there is no such ticket.",
    )
    ticket = ChangedTicketSerializer(allow_null=True, help_text="Its current state.")


class BulkResultsSerializer(serializers.Serializer[Any]):
    """One result per update, in the same order."""

    results = ResultSerializer(many=True)
