"""The endpoint that finds possible duplicates of a new ticket."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.openapi import ERRORS
from tickets.similar.selectors import similar_tickets
from tickets.similar.serializers import SimilarSerializer, TitleSerializer


class SimilarView(APIView):
    """Possible duplicates of a new ticket."""

    # POST, although it only reads: a title is ticket text, which must not appear in URLs, because logs contain them.
    @extend_schema(
        operation_id="tickets_similar", request=TitleSerializer, responses={200: SimilarSerializer, **ERRORS}
    )
    def post(self, request: Request) -> Response:
        """Find up to three open or in-progress tickets with a similar title."""
        incoming = TitleSerializer(data=request.data)
        incoming.is_valid(raise_exception=True)
        return Response(SimilarSerializer(similar_tickets(incoming.validated_data["title"])).data)
