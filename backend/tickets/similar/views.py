"""The endpoint that finds possible duplicates while a title is typed."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.openapi import ERRORS
from tickets.similar.selectors import similar_tickets
from tickets.similar.serializers import SimilarSerializer, TitleSerializer


class SimilarView(APIView):
    """Tickets like the one that is being written."""

    # POST, although it only reads: a title is ticket text and must stand in no address, hence in no log.
    @extend_schema(
        operation_id="tickets_similar", request=TitleSerializer, responses={200: SimilarSerializer, **ERRORS}
    )
    def post(self, request: Request) -> Response:
        """Find up to three tickets, open or in progress, with a similar title."""
        incoming = TitleSerializer(data=request.data)
        incoming.is_valid(raise_exception=True)
        return Response(SimilarSerializer(similar_tickets(incoming.validated_data["title"])).data)
