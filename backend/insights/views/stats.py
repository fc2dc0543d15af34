"""The endpoint for the statistics of the dashboard."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from insights.selectors import stats
from insights.serializers import StatsSerializer


class StatsView(APIView):
    """Statistics of the dashboard."""

    @extend_schema(operation_id="tickets_stats", responses={200: StatsSerializer})
    def get(self, request: Request) -> Response:
        """Count tickets: total, open, average per day, by priority and by category."""
        return Response(stats.ticket_stats())
