"""The endpoint that exports a filtered list as CSV or as an Excel workbook."""

from collections.abc import Iterator
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Final

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.error_body import detail_body
from api.errors import field_error
from api.openapi import ERRORS, Detail
from tickets.queue import filters
from tickets.queue.selectors.columns import TicketRow
from transfer.selectors import ExportIncompleteError, ticket_batches
from transfer.services import WorkbookTooLargeError, export_lines, write_workbook
from transfer.services.export_slots import RETRY_AFTER, SLOTS, WORKBOOK_SLOTS, ExportSlot, take_export_slot

# An export always holds the whole text.
PARAMETERS: Final = [parameter for parameter in filters.PARAMETERS if parameter.name != "text"]
BUSY: Final = "Other exports are running: two at a time, and one of them a workbook. Try again in a moment."
SEARCH_TIMEOUT: Final = (
    "This search took too long to tell all tickets. Nothing was exported; narrow it by a filter or a word."
)


TOO_LARGE: Final = (
    "This is too much for a workbook. Nothing was exported; narrow it by a filter, or export CSV, which has no limit."
)
# A workbook is written to a temporary file before it is sent. Its XML lies there twice meanwhile: in compose /tmp has
# more than twice as much.
WORKBOOK_ROWS_MAX: Final = 20_000
WORKBOOK_BYTES_MAX: Final = 48_000_000
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Final = ("csv", "xlsx")
FORMAT: Final = OpenApiParameter(
    "format", enum=FORMATS, default="csv", description="CSV, or an Excel workbook of at most 20,000 tickets."
)


class ExportView(APIView):
    """Export of the queue."""

    @extend_schema(
        operation_id="tickets_export",
        parameters=[*PARAMETERS, FORMAT],
        responses={
            (200, "text/csv"): OpenApiResponse(
                OpenApiTypes.STR,
                "UTF-8 with a byte order mark; one line per ticket, in the order of the list. A cell that a spreadsheet"
                " would run as a formula is prefixed with an apostrophe, which an import removes.",
            ),
            (200, WORKBOOK): OpenApiResponse(
                OpenApiTypes.BINARY,
                "Typed cells: numbers, times in UTC, and text that is never a formula. A description of more than"
                " 32,767 UTF-16 units goes on in further columns.",
            ),
            (400, "application/json"): ERRORS[400],
            (429, "application/json"): OpenApiResponse(Detail, "Other exports are running."),
            (503, "application/json"): OpenApiResponse(Detail, "The search timed out, or the database is unavailable."),
        },
    )
    def get(self, request: Request) -> StreamingHttpResponse | Response:
        """Export all tickets that match the filters."""
        kind = _format(request)
        batches = ticket_batches(filters.selection(request.query_params))
        slot = take_export_slot(_slots(kind))
        if slot is None:
            return _busy()
        try:
            answer = _workbook_answer(batches) if kind == "xlsx" else _csv_answer(batches)
        except ExportIncompleteError:
            slot.release()
            return Response(detail_body(SEARCH_TIMEOUT, "statement_timeout"), status.HTTP_503_SERVICE_UNAVAILABLE)
        except BaseException:
            slot.release()
            raise
        answer.slot = slot
        answer["Content-Disposition"] = f'attachment; filename="tickets-{timezone.localdate()}.{kind}"'
        answer["Cache-Control"] = "no-store"
        return answer

    @extend_schema(exclude=True)
    def head(self, request: Request) -> Response:
        """Whether an export could start now. A page asks before it starts a download, whose errors nobody sees."""
        kind = _format(request)
        filters.selection(request.query_params)
        slot = take_export_slot(_slots(kind))
        if slot is None:
            return _busy()
        slot.release()
        return Response()


class _HoldsSlot:
    """Releases the slot when the answer was sent, or could not be."""

    slot: ExportSlot | None = None

    def close(self) -> None:
        try:
            super().close()  # type: ignore[misc]
        finally:
            if self.slot:
                self.slot.release()


class _CsvAnswer(_HoldsSlot, StreamingHttpResponse):
    pass


class _WorkbookAnswer(_HoldsSlot, FileResponse):
    pass


def _csv_answer(batches: Iterator[list[TicketRow]]) -> _CsvAnswer:
    # Before the first byte is sent, an error can still be answered with its own status.
    first = next(batches)
    lines = export_lines("csv", chain([first], batches))
    return _CsvAnswer(_bytes(lines), content_type="text/csv; charset=utf-8")


def _workbook_answer(batches: Iterator[list[TicketRow]]) -> _WorkbookAnswer:
    return _WorkbookAnswer(_workbook(batches), content_type=WORKBOOK)


def _slots(kind: str) -> tuple[int, ...]:
    return WORKBOOK_SLOTS if kind == "xlsx" else SLOTS


def _busy() -> Response:
    headers = {"Retry-After": str(RETRY_AFTER)}
    return Response(detail_body(BUSY, "export_busy"), status.HTTP_429_TOO_MANY_REQUESTS, headers=headers)


def _format(request: Request) -> str:
    value = request.query_params.get("format") or "csv"
    if value not in FORMATS:
        raise field_error("format", f"“{value}” is none of {', '.join(FORMATS)}.", "invalid_choice")
    return value


def _workbook(batches: Iterator[list[TicketRow]]) -> IO[bytes]:
    """A temporary file with the workbook. Raises ValidationError if it is too large, or ExportIncompleteError."""
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    try:
        write_workbook(file, batches, rows_max=WORKBOOK_ROWS_MAX, bytes_max=WORKBOOK_BYTES_MAX)
        file.seek(0)
    except WorkbookTooLargeError:
        file.close()
        raise field_error("format", TOO_LARGE, "too_many_tickets") from None
    except BaseException:
        file.close()
        raise
    return file


def _bytes(lines: Iterator[str]) -> Iterator[bytes]:
    # An error in the middle aborts the chunked response, so that no client takes the part for the whole.
    return (part.encode() for part in lines if part)
