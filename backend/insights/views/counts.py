"""The endpoint for the counts beside the filters of the queue."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.openapi import ERRORS
from insights.selectors.counts import ticket_counts
from insights.serializers import CountsQuerySerializer, CountsSerializer


class CountsView(APIView):
    """Counts beside the filters."""

    @extend_schema(
        operation_id="tickets_counts",
        parameters=[CountsQuerySerializer],
        responses={200: CountsSerializer, 400: ERRORS[400]},
    )
    def get(self, request: Request) -> Response:
        """Count tickets by label, each field under the filters of the other fields. The cost is constant."""
        query = CountsQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        return Response(CountsSerializer(ticket_counts(query.validated_data)).data)
