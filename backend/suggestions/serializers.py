"""The serializers of classify and of the triage status."""

from typing import Any

from rest_framework import serializers

from api.fields import StrictBooleanField, StrictCharField
from api.limits import DESCRIPTION_MAX, TITLE_MAX
from suggestions.choices import Category, Priority, Source


def source_field(**kwargs: Any) -> Any:
    """A field for the source of a suggestion.

    Any, because the stubs reject a serializer field named `source`: every DRF field has an attribute of that name.
    """
    return serializers.ChoiceField(Source.choices, **kwargs)


STATES = ("ready", "warming", "model_missing", "remote", "unreachable", "reasoning_parser", "paused", "off")
PLACES = ("machine", "server")
CLOUD_STATES = ("never", "off", "standby", "answering")


class ClassifySerializer(serializers.Serializer[Any]):
    """The text of a ticket, which may be a draft."""

    description = StrictCharField(max_length=DESCRIPTION_MAX, trim_whitespace=False)
    title = StrictCharField(max_length=TITLE_MAX, required=False, allow_blank=True, allow_null=True, default="")
    local_only = StrictBooleanField(default=False, help_text="If true, the text is never sent to the cloud.")


class ConfidenceSerializer(serializers.Serializer[Any]):
    """The confidence per label from 0 to 1; null if the source gives none."""

    category = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    priority = serializers.FloatField(allow_null=True, min_value=0, max_value=1)


class FellThroughSerializer(serializers.Serializer[Any]):
    """A source that did not answer, and the reason."""

    source = source_field()
    reason = serializers.CharField()


class SuggestionSerializer(serializers.Serializer[Any]):
    """A suggestion with its source, its confidence and its token."""

    suggested_category = serializers.ChoiceField(Category.choices)
    suggested_priority = serializers.ChoiceField(Priority.choices)
    source = source_field()
    model = serializers.CharField(allow_null=True)
    confidence = ConfidenceSerializer()
    reasons = serializers.ListField(
        child=serializers.CharField(),
        help_text="From keywords: the words that decided. From the classifier: one or two labelled examples that the "
        "text reads like. Else empty.",
    )
    fell_through = FellThroughSerializer(many=True)
    redacted = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="Only from the cloud: the number of redactions in the text, by kind.",
    )
    elapsed_ms = serializers.IntegerField()
    suggestion = serializers.CharField(help_text="A token to send with the ticket. It is valid for 24 hours.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """`instance` is a ClassifyResult of services.classify."""
        answer, labels = instance.suggestion, instance.suggestion.labels
        return {
            "suggested_category": labels.category,
            "suggested_priority": labels.priority,
            "source": answer.source,
            "model": answer.model,
            "confidence": {"category": labels.confidence.category, "priority": labels.confidence.priority},
            "reasons": list(labels.reasons),
            "fell_through": [{"source": one.source, "reason": one.reason} for one in answer.fell_through],
            "redacted": dict(answer.redacted),
            "elapsed_ms": answer.elapsed_ms,
            "suggestion": instance.token,
        }


class SourceStatusSerializer(serializers.Serializer[Any]):
    """The current status of one source."""

    source = source_field()
    state = serializers.ChoiceField([(state, state) for state in STATES])
    model = serializers.CharField(allow_null=True)
    place = serializers.ChoiceField(
        [(place, place) for place in PLACES],
        allow_null=True,
        help_text="Of the classifier: where it reads the text, on the machine of the desk or on a server of its "
        "operator. Else null.",
    )


class TriageStatusSerializer(serializers.Serializer[Any]):
    """The status of every source, and whether text may be sent to the cloud."""

    sources = SourceStatusSerializer(many=True)
    cloud_configured = serializers.BooleanField()
    cloud = serializers.ChoiceField(
        [(state, state) for state in CLOUD_STATES],
        help_text="never: excluded by CLOUD=never. off: not configured. standby: configured, and not asked now. "
        "answering: asked now, because the local model is off, unreachable, not installed or refuses.",
    )
