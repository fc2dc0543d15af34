"""The endpoint with the numbers on the queue's filter chips."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.openapi import ERRORS
from insights.selectors.counts import ticket_counts
from insights.serializers import CountsQuerySerializer, CountsSerializer


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
