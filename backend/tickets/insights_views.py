"""The endpoint that tells how the desk and its suggestions fare."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tickets import quality
from tickets.models import Source, Status
from tickets.schema import ERRORS
from tickets.serializers import counts

DAYS = 30
DAYS_MAX = 366


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


class InsightsView(APIView):
    """How the desk and its suggestions fare."""

    @extend_schema(
        operation_id="tickets_insights",
        parameters=[OpenApiParameter("days", {"type": "integer", "minimum": 1, "maximum": DAYS_MAX, "default": DAYS})],
        responses={200: InsightsSerializer, 400: ERRORS[400]},
    )
    def get(self, request: Request) -> Response:
        """Count the last days: tickets per day, by status, and what became of each source's suggestions."""
        return Response(InsightsSerializer(quality.insights(_days(request))).data)


def _days(request: Request) -> int:
    text = request.query_params.get("days", "") or str(DAYS)
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= DAYS_MAX):
        raise ValidationError({"days": [f"A whole number from 1 to {DAYS_MAX}."]})
    return int(text)
