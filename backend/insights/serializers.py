"""The JSON of statistics, counts and insights."""

from typing import Any

from rest_framework import serializers

from api.fields import counts
from suggestions.choices import Category, Priority, Source
from tickets.choices import Status


class StatsSerializer(serializers.Serializer[Any]):
    """The dashboard's figures; every label is present, zero where there is none."""

    total_tickets = serializers.IntegerField()
    open_tickets = serializers.IntegerField()
    avg_tickets_per_day = serializers.FloatField()
    priority_breakdown = counts("PriorityBreakdown", Priority.values)
    category_breakdown = counts("CategoryBreakdown", Category.values)


class Labels(serializers.MultipleChoiceField):
    """One label or several, each as a parameter of its own; an empty one counts as absent, as in the list."""

    def get_value(self, dictionary: Any) -> Any:
        return [value for value in dictionary.getlist(self.field_name) if value]


class CountsQuerySerializer(serializers.Serializer[Any]):
    """The labels that are chosen now."""

    category = Labels(choices=Category.choices, required=False)
    priority = Labels(choices=Priority.choices, required=False)
    status = Labels(choices=Status.choices, required=False)


class CountsSerializer(serializers.Serializer[Any]):
    """How many tickets the queue shows, and would show with each label chosen in place of its field's own choice."""

    total = serializers.IntegerField(help_text="Tickets under the filters as they are.")
    status = counts("StatusCounts", Status.values)
    priority = counts("PriorityCounts", Priority.values)
    category = counts("CategoryCounts", Category.values)


class DaySerializer(serializers.Serializer[Any]):
    """Tickets of one day."""

    date = serializers.DateField()
    tickets = serializers.IntegerField()


class ShareSerializer(serializers.Serializer[Any]):
    """A share of n with its 95 % Wilson interval; null where n is 0."""

    count = serializers.IntegerField()
    n = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class ChangedSerializer(serializers.Serializer[Any]):
    """How often each suggested field was changed."""

    category = ShareSerializer()
    priority = ShareSerializer()


class LatencySerializer(serializers.Serializer[Any]):
    """Milliseconds a suggestion took, at most 6.25 % off (exact below 16); null where none was used."""

    p50 = serializers.FloatField(allow_null=True)
    p95 = serializers.FloatField(allow_null=True)


class SourceQualitySerializer(serializers.Serializer[Any]):
    """What became of one source's suggestions: used = kept + changed + unreviewed."""

    source = serializers.ChoiceField(Source.choices)  # type: ignore[assignment] # DRF's own attribute is called source
    used = serializers.IntegerField()
    kept = serializers.IntegerField(help_text="Resolved or closed with the suggestion standing.")
    changed = serializers.IntegerField(help_text="The value differs from the suggestion.")
    unreviewed = serializers.IntegerField(help_text="Still being worked on, and untouched: that is not 'right'.")
    kept_share = ShareSerializer(help_text="Of those that were kept or changed.")
    changed_by_field = ChangedSerializer()
    latency_ms = LatencySerializer()


class AgeSerializer(serializers.Serializer[Any]):
    """Tickets of one age that are open or in progress; the days they came, for the list's filters of the same names."""

    days_from = serializers.IntegerField(help_text="The least age in days; 0 came today.")
    days_to = serializers.IntegerField(allow_null=True, help_text="The greatest age; null: no limit.")
    created_from = serializers.DateField(allow_null=True, help_text="Null where there is no limit.")
    created_to = serializers.DateField(allow_null=True, help_text="Null for today's, which a fast clock may exceed.")
    tickets = serializers.IntegerField()


class InsightsSerializer(serializers.Serializer[Any]):
    """The figures of some days."""

    days = serializers.IntegerField()
    created_from = serializers.DateField(help_text="The first of those days.")
    tickets_per_day = DaySerializer(many=True)
    status_breakdown = counts("StatusBreakdown", Status.values)
    open_age = AgeSerializer(many=True, help_text="Of all days, the youngest first.")
    sources = SourceQualitySerializer(many=True)
