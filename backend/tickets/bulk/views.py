"""The endpoint that changes many tickets at once."""

from typing import Final

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.openapi import ERRORS
from tickets.bulk.serializers import BulkResultsSerializer, BulkSerializer
from tickets.bulk.services import Change, tickets_update

AT_ONCE: Final = 100
FIELDS: Final = ("status", "category", "priority")


class BulkView(APIView):
    """Many tickets at once."""

    @extend_schema(
        operation_id="tickets_bulk",
        request=BulkSerializer,
        responses={200: BulkResultsSerializer, **ERRORS},
    )
    def post(self, request: Request) -> Response:
        """Change status, category or priority of up to a hundred tickets. To undo: the old values, the new versions."""
        incoming = BulkSerializer(data=request.data)
        incoming.is_valid(raise_exception=True)
        changes = [
            Change(
                id=one["id"],
                values={name: one[name] for name in FIELDS if name in one},
                version=one.get("version"),
            )
            for one in incoming.validated_data["changes"]
        ]
        return Response(BulkResultsSerializer({"results": tickets_update(changes)}).data)
