"""The endpoints for the history of a ticket."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.errors import field_error
from api.ids import BIGINT_MAX, is_id, ticket_id_or_404
from api.openapi import ERRORS, NOT_FOUND, TICKET_ID
from tickets import selectors
from tickets.models import Ticket, TicketEvent
from tickets.serializers import EventFullSerializer, EventPageSerializer


class EventsView(APIView):
    """The history of a ticket."""

    @extend_schema(
        operation_id="tickets_events_list",
        parameters=[
            TICKET_ID,
            OpenApiParameter(
                "before",
                {"type": "integer", "minimum": 1, "maximum": BIGINT_MAX},
                description=f"Only entries with a lower id; a page has {selectors.EVENTS_PAGE_SIZE}.",
            ),
        ],
        responses={200: EventPageSerializer, 400: ERRORS[400], **NOT_FOUND},
    )
    def get(self, request: Request, ticket_id: str) -> Response:
        """List the last history entries of a ticket, oldest first, with excerpts of their texts."""
        number = ticket_id_or_404(ticket_id)
        before = request.query_params.get("before", "")
        if before and not is_id(before):
            raise field_error("before", "The id of a history entry.", "invalid_id")
        try:
            page = selectors.event_page(ticket_id=number, before=int(before) if before else None)
        except Ticket.DoesNotExist:
            raise NotFound from None
        return Response(EventPageSerializer(page).data)


class EventView(APIView):
    """One history entry."""

    @extend_schema(
        operation_id="tickets_events_retrieve",
        parameters=[
            TICKET_ID,
            OpenApiParameter(
                "event_id", {"type": "integer", "minimum": 1, "maximum": BIGINT_MAX}, OpenApiParameter.PATH
            ),
        ],
        responses={200: EventFullSerializer, **NOT_FOUND},
    )
    def get(self, request: Request, ticket_id: str, event_id: str) -> Response:
        """Get a history entry with its whole texts."""
        number, event = ticket_id_or_404(ticket_id), ticket_id_or_404(event_id)
        try:
            return Response(EventFullSerializer(selectors.event_get(ticket_id=number, event_id=event)).data)
        except TicketEvent.DoesNotExist:
            raise NotFound from None
