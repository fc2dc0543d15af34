"""The endpoint with the numbers on the queue's filter chips."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tickets.counts import ticket_counts
from tickets.models import Category, Priority, Status
from tickets.schema import ERRORS
from tickets.serializers import counts


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


class CountsView(APIView):
    """The numbers beside the filters."""

    @extend_schema(
        operation_id="tickets_counts",
        parameters=[CountsQuerySerializer],
        responses={200: CountsSerializer, 400: ERRORS[400]},
    )
    def get(self, request: Request) -> Response:
        """Count tickets by label, each field under the other fields' filters. Costs the same for any number of them."""
        chosen = CountsQuerySerializer(data=request.query_params)
        chosen.is_valid(raise_exception=True)
        return Response(CountsSerializer(ticket_counts(chosen.validated_data)).data)
