"""The endpoint that exports a filtered list as CSV."""

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

# An export always holds the whole text.
PARAMETERS: Final = [parameter for parameter in filters.PARAMETERS if parameter.name != "text"]
SEARCH_TIMEOUT: Final = (
    "This search took too long to tell all tickets. Nothing was exported; narrow it by a filter or a word."
)


class ExportView(APIView):
    """CSV export of the queue."""

    @extend_schema(
        operation_id="tickets_export",
        parameters=PARAMETERS,
        responses={
            (200, "text/csv"): OpenApiResponse(
                OpenApiTypes.STR,
                "UTF-8 with a byte order mark; one line per ticket, in the order of the list. A cell that a spreadsheet"
                " would run as a formula is prefixed with an apostrophe, which an import removes.",
            ),
            (400, "application/json"): ERRORS[400],
            (503, "application/json"): OpenApiResponse(Detail, "The search timed out, or the database is unavailable."),
        },
    )
    def get(self, request: Request) -> StreamingHttpResponse | Response:
        """Export all tickets that match the filters."""
        batches = ticket_batches(filters.selection(request.query_params))
        try:
            # Before the first byte is sent, an error can still be answered with its own status.
            first = next(batches)
        except ExportIncompleteError:
            return Response(detail_body(SEARCH_TIMEOUT, "statement_timeout"), status.HTTP_503_SERVICE_UNAVAILABLE)
        return StreamingHttpResponse(
            _bytes(export_lines("csv", chain([first], batches))),
            headers={
                "Content-Type": "text/csv; charset=utf-8",
                "Content-Disposition": f'attachment; filename="tickets-{timezone.localdate()}.csv"',
                "Cache-Control": "no-store",
            },
        )


def _bytes(lines: Iterator[str]) -> Iterator[bytes]:
    # An error in the middle aborts the chunked response, so that no client takes the part for the whole.
    return (part.encode() for part in lines if part)
