"""The endpoint for a ticket's notes."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import idempotency
from api.errors import UnprocessableError, field_error
from api.idempotency_key import IDEMPOTENCY_KEY, idempotency_key
from api.ids import is_id, ticket_id_or_404
from api.openapi import ERRORS, KEY_REUSED, NOT_FOUND, TICKET_ID
from conversations import selectors, services
from conversations.serializers import NoteCreateSerializer, NotePageSerializer, NoteSerializer
from tickets.models import Ticket


class NotesView(APIView):
    """Notes of a ticket."""

    @extend_schema(
        operation_id="tickets_notes_list",
        parameters=[
            TICKET_ID,
            OpenApiParameter(
                "after", int, description=f"Only notes with a greater id; a page has {selectors.PAGE_SIZE}."
            ),
        ],
        responses={200: NotePageSerializer, 400: ERRORS[400], **NOT_FOUND},
    )
    def get(self, request: Request, ticket_id: str) -> Response:
        """List the notes of a ticket, oldest first."""
        number = ticket_id_or_404(ticket_id)
        try:
            page = selectors.note_page(ticket_id=number, after=_after(request))
        except Ticket.DoesNotExist:
            raise NotFound from None
        return Response(NotePageSerializer(page).data)

    @extend_schema(
        operation_id="tickets_notes_create",
        request=NoteCreateSerializer,
        parameters=[TICKET_ID, IDEMPOTENCY_KEY],
        responses={201: NoteSerializer, **ERRORS, **NOT_FOUND, **KEY_REUSED},
    )
    def post(self, request: Request, ticket_id: str) -> Response:
        """Add a note. It cannot be changed, and the ticket's `version` and `updated_at` stay the same."""
        number = ticket_id_or_404(ticket_id)
        key = idempotency_key(request)
        incoming = NoteCreateSerializer(data=request.data)
        incoming.is_valid(raise_exception=True)
        values = {"ticket_id": number, **incoming.validated_data}
        try:
            note = services.note_add(**values) if key is None else services.note_add_once(key=key, **values)
        except Ticket.DoesNotExist:
            raise NotFound from None
        except idempotency.KeyReusedError as error:
            raise UnprocessableError(str(error), code="idempotency_key_reused") from error
        return Response(NoteSerializer(note).data, status.HTTP_201_CREATED)


def _after(request: Request) -> int:
    text = request.query_params.get("after", "") or "0"
    if text != "0" and not is_id(text):
        raise field_error("after", "The id of a note.", "invalid_id")
    return int(text)
