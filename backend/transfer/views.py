"""The endpoint that downloads what the list shows, all of it, as CSV."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.error_body import detail_body
from api.openapi import ERRORS, Detail
from tickets.queue import filters
from transfer.selectors import ExportIncompleteError, ticket_batches
from transfer.services import export_lines

PARAMETERS: Final = [one for one in filters.PARAMETERS if one.name != "text"]
TOO_SLOW: Final = (
    "This search took too long to tell all tickets. Nothing was exported; narrow it by a filter or a word."
)


class ExportView(APIView):
    """The queue as a file."""

    @extend_schema(
        operation_id="tickets_export",
        parameters=PARAMETERS,
        responses={
            (200, "text/csv"): OpenApiResponse(
                OpenApiTypes.STR,
                "UTF-8 with a byte order mark; a line for each ticket, in the list's order. A cell that a spreadsheet"
                " would take for a formula has an apostrophe before it, which an import takes off again.",
            ),
            (400, "application/json"): ERRORS[400],
            (503, "application/json"): OpenApiResponse(Detail, "The search was too slow, or the database is away."),
        },
    )
    def get(self, request: Request) -> StreamingHttpResponse | Response:
        """Download every ticket that the list would show, whatever their number."""
        batches = ticket_batches(filters.selection(request.query_params))
        try:
            # Before the first byte: whatever is wrong so far still gets an answer of its own.
            first = next(batches)
        except ExportIncompleteError:
            return Response(detail_body(TOO_SLOW, "statement_timeout"), status.HTTP_503_SERVICE_UNAVAILABLE)
        return StreamingHttpResponse(
            _bytes(export_lines("csv", chain([first], batches))),
            headers={
                "Content-Type": "text/csv; charset=utf-8",
                "Content-Disposition": f'attachment; filename="tickets-{timezone.localdate()}.csv"',
                "Cache-Control": "no-store",
            },
        )


def _bytes(lines: Iterator[str]) -> Iterator[bytes]:
    # A fault in the middle ends the connection before its proper end, so that nobody takes a part for the whole.
    return (part.encode() for part in lines if part)
