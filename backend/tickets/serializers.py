"""The serializers of tickets."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from api.fields import LineField, OptionalLineField, StrictCharField, TokenField
from api.limits import DESCRIPTION_MAX, REQUESTER_MAX, TITLE_MAX
from api.openapi import DetailCodes
from suggestions.choices import Category, Priority
from suggestions.serializers import ConfidenceSerializer, source_field
from tickets.choices import Status
from tickets.models import Ticket, TicketEvent
from tickets.redaction.serializers import RedactedSerializer
from tickets.selectors import EVENT_EXCERPT, event_page


class TicketCreateSerializer(serializers.Serializer[Any]):
    """A new ticket. Labels that are not sent come from the suggestion or from the keyword tier."""

    title = LineField(max_length=TITLE_MAX, help_text="1 to 200 characters after trimming, in one line.")
    description = StrictCharField(max_length=DESCRIPTION_MAX, trim_whitespace=False)
    requester = OptionalLineField(max_length=REQUESTER_MAX, required=False, allow_null=True, allow_blank=True)
    category = serializers.ChoiceField(Category.choices, required=False)
    priority = serializers.ChoiceField(Priority.choices, required=False)
    status = serializers.ChoiceField(Status.choices, required=False)
    suggestion = TokenField(
        required=False, allow_null=True, help_text="The token from classify. An expired or invalid one is ignored."
    )


class TicketChangeSerializer(serializers.Serializer[Any]):
    """A partial update: only the fields that are sent are changed."""

    title = LineField(max_length=TITLE_MAX, required=False)
    description = StrictCharField(max_length=DESCRIPTION_MAX, trim_whitespace=False, required=False)
    category = serializers.ChoiceField(Category.choices, required=False)
    priority = serializers.ChoiceField(Priority.choices, required=False)
    status = serializers.ChoiceField(Status.choices, required=False)


class SuggestedSerializer(serializers.Serializer[Any]):
    """The suggestion with which the ticket was submitted."""

    category = serializers.ChoiceField(Category.choices, source="suggested_category", allow_null=True)
    priority = serializers.ChoiceField(Priority.choices, source="suggested_priority", allow_null=True)
    source = source_field(source="suggested_by")
    model = serializers.CharField(source="suggested_model", allow_null=True)
    confidence = ConfidenceSerializer(source="suggested_confidence")
    prompt = serializers.CharField(source="suggested_prompt", allow_null=True, help_text="The version of the prompt.")
    elapsed_ms = serializers.IntegerField(source="suggested_ms", allow_null=True)
    text_changed = serializers.BooleanField(source="suggested_text_changed")

    def to_representation(self, instance: Ticket) -> Any:
        """Null without a suggestion."""
        return super().to_representation(instance) if instance.suggested_by else None


class TicketSerializer(serializers.ModelSerializer[Ticket]):
    """A ticket."""

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
    """A ticket in the list."""

    description_cut = serializers.BooleanField(
        required=False, help_text="Only with `text=excerpt`: whether `description` is truncated."
    )

    class Meta(TicketSerializer.Meta):
        fields: Any = (*TicketSerializer.Meta.fields, "description_cut")
        read_only_fields = TicketSerializer.Meta.fields


@extend_schema_serializer(component_name="PaginatedTicketList")
class TicketPageSerializer(serializers.Serializer[Any]):
    """One page of the list."""

    next = serializers.URLField(allow_null=True, help_text="The URL of the next page.")
    previous = serializers.URLField(allow_null=True, help_text="The URL of the previous page.")
    results = TicketRowSerializer(many=True)
    search_limited = serializers.BooleanField(
        required=False,
        help_text="Present only if true: the search stopped early, so the page may be short or empty. `next` (or"
        " `previous`) continues it; null if that is not possible.",
    )


class EventFullSerializer(serializers.ModelSerializer[TicketEvent]):
    """One history entry with its whole texts."""

    new = serializers.CharField(source="new_value", allow_null=True)
    old_redacted = RedactedSerializer(allow_null=True)
    new_redacted = RedactedSerializer(allow_null=True)

    class Meta:
        model = TicketEvent
        fields = ("id", "at", "actor", "field", "old", "new", "old_redacted", "new_redacted")
        read_only_fields = fields


class EventSerializer(serializers.Serializer[Any]):
    """One history entry with excerpts of its texts."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = serializers.CharField()
    field = serializers.CharField()
    old = serializers.CharField(allow_null=True)
    new = serializers.CharField(allow_null=True)
    old_cut = serializers.BooleanField(help_text=f"Whether `old` was longer than {EVENT_EXCERPT} characters.")
    new_cut = serializers.BooleanField(help_text="Whether `new` was.")
    old_redacted = RedactedSerializer(allow_null=True, help_text="If `old` was redacted, which is then null.")
    new_redacted = RedactedSerializer(allow_null=True, help_text="If `new` was redacted, which is then null.")


class EventPageSerializer(serializers.Serializer[Any]):
    """A page of the history, oldest first."""

    results = EventSerializer(many=True)
    more = serializers.BooleanField(
        help_text="Whether there are earlier entries: request them with `before` = the id of the first one."
    )


class TicketDetailSerializer(TicketSerializer):
    """A ticket with the last entries of its history, oldest first, and the number of its notes."""

    history = EventSerializer(many=True, read_only=True)
    history_more = serializers.BooleanField(
        read_only=True, help_text="Whether there are earlier entries than those in `history`."
    )
    notes_count = serializers.IntegerField(source="notes.count", read_only=True)

    class Meta(TicketSerializer.Meta):
        fields: Any = (*TicketSerializer.Meta.fields, "history", "history_more", "notes_count")
        read_only_fields = fields

    def to_representation(self, instance: Ticket) -> Any:
        page = event_page(ticket_id=instance.pk)
        instance.history = page.results  # type: ignore[attr-defined]
        instance.history_more = page.more  # type: ignore[attr-defined]
        return super().to_representation(instance)


class StaleSerializer(serializers.Serializer[Any]):
    """An edit conflict, with the current state of the ticket."""

    detail = serializers.CharField()
    codes = DetailCodes
    ticket = TicketDetailSerializer()
