"""The JSON of classify and of the sources' status."""

from typing import Any

from rest_framework import serializers

from api.fields import Flag, Text
from api.limits import DESCRIPTION_MAX, TITLE_MAX
from suggestions.choices import Category, Priority, Source

STATES = ("ready", "warming", "model_missing", "unreachable", "paused", "off")


class ClassifySerializer(serializers.Serializer[Any]):
    """The text to classify, of a ticket that need not be finished."""

    description = Text(max_length=DESCRIPTION_MAX, trim_whitespace=False)
    title = Text(max_length=TITLE_MAX, required=False, allow_blank=True, allow_null=True, default="")
    local_only = Flag(default=False, help_text="True: never the cloud, whatever fails.")


class ConfidenceSerializer(serializers.Serializer[Any]):
    """How sure the source was, 0 to 1; null where it was not measured."""

    category = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    priority = serializers.FloatField(allow_null=True, min_value=0, max_value=1)


class FellThroughSerializer(serializers.Serializer[Any]):
    """A source that did not answer, and why."""

    source = serializers.ChoiceField(Source.choices)  # type: ignore[assignment] # DRF's own attribute is called source
    reason = serializers.CharField()


class SuggestionSerializer(serializers.Serializer[Any]):
    """A suggestion, who made it, how sure it is, and the token by which a submission refers to it."""

    suggested_category = serializers.ChoiceField(Category.choices)
    suggested_priority = serializers.ChoiceField(Priority.choices)
    source = serializers.ChoiceField(Source.choices)  # type: ignore[assignment] # DRF's own attribute is called source
    model = serializers.CharField(allow_null=True)
    confidence = ConfidenceSerializer()
    reasons = serializers.ListField(child=serializers.CharField(), help_text="Keyword tier: the words that decided.")
    fell_through = FellThroughSerializer(many=True)
    redacted = serializers.DictField(
        child=serializers.IntegerField(), help_text="Cloud only: what was replaced in the text before it left, by kind."
    )
    elapsed_ms = serializers.IntegerField()
    suggestion = serializers.CharField(help_text="Send it with the ticket; good for 24 hours.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """`instance` is a services.Classified."""
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
    """What one source can do at the moment."""

    source = serializers.ChoiceField(Source.choices)  # type: ignore[assignment] # DRF's own attribute is called source
    state = serializers.ChoiceField([(state, state) for state in STATES])
    model = serializers.CharField(allow_null=True)


class TriageStatusSerializer(serializers.Serializer[Any]):
    """Every source, and whether any text could ever leave for the cloud."""

    sources = SourceStatusSerializer(many=True)
    cloud_configured = serializers.BooleanField()
