"""The API's JSON: what is taken in, checked and named when wrong, and what is given back."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from api.fields import Requester, Text, Token
from api.limits import DESCRIPTION_MAX, REQUESTER_MAX, TITLE_MAX
from api.openapi import DetailCodes
from suggestions.choices import Category, Priority
from suggestions.serializers import ConfidenceSerializer, source_field
from tickets.choices import Status
from tickets.models import Ticket, TicketEvent


class TicketCreateSerializer(serializers.Serializer[Any]):
    """A submission. A choice that is not sent is decided by the suggestion, or by the keyword tier."""

    title = Text(max_length=TITLE_MAX, help_text="1 to 200 characters after trimming.")
    description = Text(max_length=DESCRIPTION_MAX, trim_whitespace=False)
    requester = Requester(max_length=REQUESTER_MAX, required=False, allow_null=True, allow_blank=True)
    category = serializers.ChoiceField(Category.choices, required=False)
    priority = serializers.ChoiceField(Priority.choices, required=False)
    status = serializers.ChoiceField(Status.choices, required=False)
    suggestion = Token(
        required=False, allow_null=True, help_text="The token that classify gave. One that cannot be used is ignored."
    )


class TicketChangeSerializer(serializers.Serializer[Any]):
    """A change: any of these, and only what is sent is written."""

    title = Text(max_length=TITLE_MAX, required=False)
    description = Text(max_length=DESCRIPTION_MAX, trim_whitespace=False, required=False)
    category = serializers.ChoiceField(Category.choices, required=False)
    priority = serializers.ChoiceField(Priority.choices, required=False)
    status = serializers.ChoiceField(Status.choices, required=False)


class SuggestedSerializer(serializers.Serializer[Any]):
    """What was suggested when the ticket was submitted, and by whom."""

    category = serializers.ChoiceField(Category.choices, source="suggested_category", allow_null=True)
    priority = serializers.ChoiceField(Priority.choices, source="suggested_priority", allow_null=True)
    source = source_field(source="suggested_by")
    model = serializers.CharField(source="suggested_model", allow_null=True)
    confidence = ConfidenceSerializer(source="suggested_confidence")
    prompt = serializers.CharField(source="suggested_prompt", allow_null=True, help_text="Version of the prompt.")
    elapsed_ms = serializers.IntegerField(source="suggested_ms", allow_null=True)
    text_changed = serializers.BooleanField(source="suggested_text_changed")

    def to_representation(self, instance: Ticket) -> Any:
        """Null where nothing was suggested."""
        return super().to_representation(instance) if instance.suggested_by else None


class TicketSerializer(serializers.ModelSerializer[Ticket]):
    """A ticket as it is now."""

    suggested = SuggestedSerializer(source="*", read_only=True, allow_null=True)

    class Meta:
        model = Ticket
        fields: Any = (
            "id",
            "title",
            "description",
            "requester",
            "category",
            "priority",
            "status",
            "created_at",
            "updated_at",
            "version",
            "suggested",
        )
        read_only_fields = fields


class TicketRowSerializer(TicketSerializer):
    """A ticket in a list."""

    description_cut = serializers.BooleanField(
        required=False, help_text="Only with `text=excerpt`: whether `description` goes on after what is given here."
    )

    class Meta(TicketSerializer.Meta):
        fields: Any = (*TicketSerializer.Meta.fields, "description_cut")
        read_only_fields = TicketSerializer.Meta.fields


@extend_schema_serializer(component_name="PaginatedTicketList")
class TicketPageSerializer(serializers.Serializer[Any]):
    """One page of a list."""

    next = serializers.URLField(allow_null=True, help_text="Address of the next page.")
    previous = serializers.URLField(allow_null=True, help_text="Address of the page before.")
    results = TicketRowSerializer(many=True)
    search_limited = serializers.BooleanField(
        required=False,
        help_text="Only when true: the search stopped before it had seen every ticket, so that the page may be short"
        " or empty. `next` (`previous`, on the way back) goes on from there; null: it cannot.",
    )


class EventSerializer(serializers.ModelSerializer[TicketEvent]):
    """One line of history."""

    class Meta:
        model = TicketEvent
        fields = ("at", "actor", "field", "old", "new")
        read_only_fields = fields


class TicketDetailSerializer(TicketSerializer):
    """A ticket with its history, oldest first, and how many notes there are on it."""

    history = EventSerializer(source="events", many=True, read_only=True)
    notes_count = serializers.IntegerField(source="notes.count", read_only=True)

    class Meta(TicketSerializer.Meta):
        fields: Any = (*TicketSerializer.Meta.fields, "history", "notes_count")
        read_only_fields = fields


class StaleSerializer(serializers.Serializer[Any]):
    """The answer to a change that came too late: why, and the ticket as it is now."""

    detail = serializers.CharField()
    codes = DetailCodes
    ticket = TicketDetailSerializer()
