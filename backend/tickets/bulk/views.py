"""The endpoint for bulk updates."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.openapi import ERRORS
from tickets.bulk.serializers import FIELDS, BulkResultsSerializer, BulkSerializer
from tickets.bulk.services import TicketChange, tickets_update


class BulkView(APIView):
    """Bulk update of tickets."""

    @extend_schema(
        operation_id="tickets_bulk",
        request=BulkSerializer,
        responses={200: BulkResultsSerializer, **ERRORS},
    )
    def post(self, request: Request) -> Response:
        """Update status, category or priority of up to 100 tickets. To undo: send old values with new versions."""
        incoming = BulkSerializer(data=request.data)
        incoming.is_valid(raise_exception=True)
        changes = [
            TicketChange(
                id=change["id"],
                values={name: change[name] for name in FIELDS if name in change},
                version=change.get("version"),
            )
            for change in incoming.validated_data["changes"]
        ]
        return Response(BulkResultsSerializer({"results": tickets_update(changes)}).data)
