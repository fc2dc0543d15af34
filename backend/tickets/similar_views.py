"""The endpoint that finds possible duplicates while a title is typed."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tickets.models import TITLE_MAX, Ticket
from tickets.schema import ERRORS
from tickets.serializers import Text
from tickets.similar import similar_tickets


class TitleSerializer(serializers.Serializer[Any]):
    """A title as far as it is typed."""

    title = Text(min_length=8, max_length=TITLE_MAX, help_text="8 to 200 characters after trimming.")


class SimilarTicketSerializer(serializers.ModelSerializer[Ticket]):
    """As much of a ticket as a link needs."""

    similarity = serializers.FloatField(min_value=0, max_value=1, help_text="1: the same words.")

    class Meta:
        model = Ticket
        fields = ("id", "title", "status", "created_at", "similarity")
        read_only_fields = fields


class SimilarSerializer(serializers.Serializer[Any]):
    """Possible duplicates, the likest first."""

    results = SimilarTicketSerializer(many=True)
    limited = serializers.BooleanField(
        help_text="There were too many to compare in time, so only the newest were: there may be others."
    )


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
