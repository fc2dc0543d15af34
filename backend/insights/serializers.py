"""The serializers of statistics, counts and insights."""

from typing import Any

from rest_framework import serializers

from api.fields import count_serializer
from suggestions.choices import Category, Priority
from suggestions.serializers import source_field
from tickets.choices import Status


class StatsSerializer(serializers.Serializer[Any]):
    """The statistics of the dashboard. Every label is present, also with zero tickets."""

    total_tickets = serializers.IntegerField()
    open_tickets = serializers.IntegerField()
    avg_tickets_per_day = serializers.FloatField()
    priority_breakdown = count_serializer("PriorityBreakdown", Priority.values)
    category_breakdown = count_serializer("CategoryBreakdown", Category.values)


class LabelsField(serializers.MultipleChoiceField):
    """A repeatable query parameter. Empty values are ignored, as in the list."""

    def get_value(self, dictionary: Any) -> Any:
        return [value for value in dictionary.getlist(self.field_name) if value]


class CountsQuerySerializer(serializers.Serializer[Any]):
    """The labels chosen in the filters."""

    category = LabelsField(choices=Category.choices, required=False)
    priority = LabelsField(choices=Priority.choices, required=False)
    status = LabelsField(choices=Status.choices, required=False)


class CountsSerializer(serializers.Serializer[Any]):
    """The number of tickets under the filters, and per label, ignoring the filter of its own field."""

    total = serializers.IntegerField(help_text="Tickets under all filters.")
    status = count_serializer("StatusCounts", Status.values)
    priority = count_serializer("PriorityCounts", Priority.values)
    category = count_serializer("CategoryCounts", Category.values)


class DaySerializer(serializers.Serializer[Any]):
    """The tickets created on one day."""

    date = serializers.DateField()
    tickets = serializers.IntegerField()


class ShareSerializer(serializers.Serializer[Any]):
    """A share of n with its 95 % Wilson score interval; null if n is 0."""

    count = serializers.IntegerField()
    n = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class ChangedSerializer(serializers.Serializer[Any]):
    """The share of suggestions that were changed, by field."""

    category = ShareSerializer()
    priority = ShareSerializer()


class LatencySerializer(serializers.Serializer[Any]):
    """Percentiles of latency in ms, at most 6.25 % off (exact below 16); null without suggestions."""

    p50 = serializers.FloatField(allow_null=True)
    p95 = serializers.FloatField(allow_null=True)


class SourceQualitySerializer(serializers.Serializer[Any]):
    """The outcomes of one source's suggestions: used = kept + changed + unreviewed."""

    source = source_field()
    used = serializers.IntegerField()
    kept = serializers.IntegerField(help_text="Resolved or closed with the suggestion unchanged.")
    changed = serializers.IntegerField(help_text="The value differs from the suggestion.")
    unreviewed = serializers.IntegerField(
        help_text="Open or in progress with the suggestion unchanged; not counted as correct."
    )
    kept_share = ShareSerializer(help_text="Of the suggestions that were kept or changed.")
    changed_by_field = ChangedSerializer()
    latency_ms = LatencySerializer()


class AgeSerializer(serializers.Serializer[Any]):
    """Open and in-progress tickets of one age range. `created_from` and `created_to` are filters of the list."""

    days_from = serializers.IntegerField(help_text="The minimum age in days; 0 is today.")
    days_to = serializers.IntegerField(allow_null=True, help_text="The maximum age in days; null: no limit.")
    created_from = serializers.DateField(allow_null=True, help_text="Null if there is no limit.")
    created_to = serializers.DateField(
        allow_null=True, help_text="Null for the first range, which includes dates in the future."
    )
    tickets = serializers.IntegerField()


class InsightsSerializer(serializers.Serializer[Any]):
    """The figures of a number of days."""

    days = serializers.IntegerField()
    created_from = serializers.DateField(help_text="The first day.")
    tickets_per_day = DaySerializer(many=True)
    status_breakdown = count_serializer("StatusBreakdown", Status.values)
    open_age = AgeSerializer(many=True, help_text="Of all unfinished tickets, youngest first.")
    sources = SourceQualitySerializer(many=True)
