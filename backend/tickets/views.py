"""The endpoints for the list of tickets and for one ticket."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import idempotency
from api.error_body import detail_body
from api.errors import UnprocessableError
from api.etags import etag, matches
from api.idempotency_key import IDEMPOTENCY_KEY, idempotency_key
from api.ids import ticket_id_or_404
from api.openapi import ERRORS, IF_MATCH, KEY_REUSED, NOT_FOUND, TICKET_ID, Detail
from tickets import selectors, services
from tickets.models import Ticket
from tickets.queue import filters, pagination
from tickets.queue.selectors import list_page
from tickets.queue.selectors.page_request import PageRequest
from tickets.queue.serializers import ticket_json
from tickets.serializers import (
    StaleSerializer,
    TicketChangeSerializer,
    TicketCreateSerializer,
    TicketDetailSerializer,
    TicketPageSerializer,
    TicketSerializer,
)

TOO_MANY = {
    429: OpenApiResponse(
        Detail, f"The texts of the ticket have changed {services.TEXT_CHANGES_MAX} times within a minute."
    )
}


class TicketListView(APIView):
    """List and create tickets."""

    @extend_schema(
        operation_id="tickets_list",
        parameters=[*filters.PARAMETERS, *pagination.PARAMETERS],
        responses={200: TicketPageSerializer, 400: ERRORS[400]},
    )
    def get(self, request: Request) -> Response:
        """List tickets, newest first unless `sort` says otherwise."""
        query = request.query_params
        selection = filters.selection(query)
        cursor = pagination.cursor_from(query, selection.sort)
        page = list_page.ticket_page(
            PageRequest(
                selection,
                limit=pagination.page_size(query),
                position=cursor.position if cursor else None,
                backward=cursor.backward if cursor else False,
                excerpt=filters.excerpt(query),
            )
        )
        return Response(pagination.envelope(page, [ticket_json(row) for row in page.rows], request, selection.sort))

    @extend_schema(
        operation_id="tickets_create",
        request=TicketCreateSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: TicketSerializer, **ERRORS, **KEY_REUSED},
    )
    def post(self, request: Request) -> Response:
        """Create a ticket. This neither waits for a language model nor depends on one."""
        key = idempotency_key(request)
        incoming = TicketCreateSerializer(data=request.data)
        incoming.is_valid(raise_exception=True)
        try:
            ticket = (
                services.ticket_create(**incoming.validated_data)
                if key is None
                else services.ticket_create_once(key=key, **incoming.validated_data)
            )
        except idempotency.KeyReusedError as error:
            raise UnprocessableError(str(error), code="idempotency_key_reused") from error
        return Response(
            TicketSerializer(ticket).data,
            status=status.HTTP_201_CREATED,
            headers={"Location": f"{request.path}{ticket.pk}/", "ETag": etag(ticket.version)},
        )


class TicketDetailView(APIView):
    """Retrieve and update a ticket."""

    @extend_schema(
        operation_id="tickets_retrieve",
        parameters=[TICKET_ID],
        responses={
            200: OpenApiResponse(TicketDetailSerializer, "The ETag header contains the version."),
            **NOT_FOUND,
        },
    )
    def get(self, request: Request, ticket_id: str) -> Response:
        """Get a ticket with the last entries of its history."""
        try:
            ticket = selectors.ticket_get(ticket_id_or_404(ticket_id))
        except Ticket.DoesNotExist:
            raise NotFound from None
        return Response(TicketDetailSerializer(ticket).data, headers={"ETag": etag(ticket.version)})

    @extend_schema(
        operation_id="tickets_update",
        request=TicketChangeSerializer,
        parameters=[TICKET_ID, IF_MATCH],
        responses={200: TicketSerializer, 412: StaleSerializer, **TOO_MANY, **NOT_FOUND, **ERRORS},
    )
    def patch(self, request: Request, ticket_id: str) -> Response:
        """Update the fields that are sent, and no others."""
        number = ticket_id_or_404(ticket_id)
        incoming = TicketChangeSerializer(data=request.data)
        incoming.is_valid(raise_exception=True)
        condition = request.headers.get("If-Match")
        try:
            ticket = services.ticket_update(
                ticket_id=number,
                changes=incoming.validated_data,
                expected=None if condition is None else lambda version: matches(condition, version),
                text_changes_max=services.TEXT_CHANGES_MAX,
            )
        except Ticket.DoesNotExist:
            raise NotFound from None
        except services.TooManyChangesError:
            raise Throttled(
                wait=services.TEXT_CHANGES_PERIOD.total_seconds(),
                detail="The texts of this ticket have changed too often.",
                code="too_many_changes",
            ) from None
        except services.TicketStaleError as error:
            body = StaleSerializer({**detail_body(str(error), "stale"), "ticket": error.ticket}).data
            return Response(body, status.HTTP_412_PRECONDITION_FAILED, headers={"ETag": etag(error.ticket.version)})
        return Response(TicketSerializer(ticket).data, headers={"ETag": etag(ticket.version)})
