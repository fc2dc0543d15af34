"""The endpoint for tickets per day and the outcomes of suggestions."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.errors import field_error
from api.openapi import ERRORS
from insights.selectors import insights
from insights.serializers import InsightsSerializer

DAYS_DEFAULT = 30
DAYS_MAX = 366


class InsightsView(APIView):
    """Tickets per day and outcomes of suggestions."""

    @extend_schema(
        operation_id="tickets_insights",
        parameters=[
            OpenApiParameter("days", {"type": "integer", "minimum": 1, "maximum": DAYS_MAX, "default": DAYS_DEFAULT})
        ],
        responses={200: InsightsSerializer, 400: ERRORS[400]},
    )
    def get(self, request: Request) -> Response:
        """Count the tickets of the last days by day and status, and the outcomes of each source's suggestions."""
        return Response(InsightsSerializer(insights.insights(_days(request))).data)


def _days(request: Request) -> int:
    text = request.query_params.get("days", "") or str(DAYS_DEFAULT)
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= DAYS_MAX):
        raise field_error("days", f"A whole number from 1 to {DAYS_MAX}.", "out_of_range")
    return int(text)
